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

  it('is sent later, at a time by the clocks of the organization, and before it after all', async () => {
    const { pool } = world.app.services.database;
    await pool.query(`update organizations set time_zone = 'Asia/Taipei' where id = $1`, [place.org]);
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(PAGE);
    await admin.fill({ 'to.email': 'monday@customer.example' });
    await admin.button('console.invite.later').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('(Asia/Taipei)', { exact: false }).waitFor();
    expect(await faultsInBothSchemes(page)).toEqual([]);
    await dialog.locator('#send-at').fill('2020-01-01T09:00');
    await dialog.getByRole('button', { name: t('console.invite.later-send') }).click();
    await dialog.getByText(t('SEND-AT-PAST')).waitFor();
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await dialog.locator('#send-at').fill(`${day}T09:30`);
    await dialog.getByRole('button', { name: t('console.invite.later-send') }).click();
    await page.waitForURL(/\/invitations\/inv_/);
    await page.getByText(t('console.invitation.planned'), { exact: true }).waitFor();
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/invitations?scheduled=true`)).json();
    expect(items.map(({ sendAt }: { sendAt: string }) => sendAt)).toEqual([`${day}T01:30:00.000Z`]);
    expect(await faultsInBothSchemes(page)).toEqual([]);
    expect(await sidewaysScroll(page, 360)).toBe(0);
    expect(await world.mailsTo('monday@customer.example')).toEqual([]);
    await admin.button('console.invitation.send-now').click();
    await page.getByText(t('console.invitation.sent-now')).waitFor();
    expect(await world.mailsTo('monday@customer.example')).toHaveLength(1);
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
