import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { faultsInBothSchemes, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

const PAGE = '/console/northwind-machines/invitations/new?kind=member';

describe('a new invitation', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('is looked at before it is sent, in another language too; whoever has the address is named', async () => {
    await invite(world, place, 'waiting@customer.example', { name: 'Wanda Waiting' });
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(PAGE);
    await admin.fill({ 'to.email': 'Waiting@customer.example', note: 'See you on Monday.' });
    await page.getByText(t('people.add.taken.email', { name: 'Wanda Waiting' })).waitFor();
    await admin.button('console.invite.preview').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('See you on Monday.').waitFor();
    await drawer.getByRole('combobox').selectOption('pl');
    await drawer.locator('p[lang="pl"]').getByText('zaprasza').waitFor();
    expect(await faultsInBothSchemes(page)).toEqual([]);
    expect(await sidewaysScroll(page, 360)).toBe(0);
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/invitations`)).json().items).toHaveLength(1);
  });

  it('of several addresses becomes a list, in which each is checked', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(PAGE);
    await admin.fill({ 'to.email': 'ann@customer.example, bob@customer.example' });
    await page.getByText(t('console.invite.many', { count: 2 })).waitFor();
    await admin.button('console.invite.many-list').click();
    await page.waitForURL(/\/imports\/imp_/);
    await page.getByText('bob@customer.example').first().waitFor();
  });
});
