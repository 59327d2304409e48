import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../server/test/person.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { foundCompany, invite, join, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const HOST = '/console/northwind-machines';

// What a keyboard for Chinese or Japanese says while its own list of characters is open.
const COMPOSE = `for (const key of ['Enter', 'Escape']) document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }))`;

describe('the command palette', () => {
  let world: World;
  let place: Place;
  let ines: Person;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    const company = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };
    await foundCompany(world, place, 'kate@urs.example', company);
    ines = await join(world, place, 'ines@northwind.example', { roles: ['inviter'], name: 'Ines Inviter' });
    await invite(world, place, 'wanda@customer.example', { name: 'Wanda Łódzka' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const box = ({ page }: Visit) => page.getByRole('combobox', { name: /./, expanded: true });
  const options = ({ page }: Visit) => page.getByRole('option').allInnerTexts();
  const open = async (visit: Visit) => {
    await visit.page.goto(`${HOST}/invitations?view=all`);
    await visit.page.getByRole('table').waitFor();
    await visit.page.keyboard.press('Control+k');
    await box(visit).waitFor();
  };
  const focused = ({ page }: Visit) => page.evaluate('document.activeElement.textContent');

  it('leads to pages, actions and people by the keyboard alone, and says how many there are', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await open(visit);
    await page.keyboard.type('audit');
    await expect.poll(async () => (await options(visit))[0]).toBe(t('console.audit.title'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: t('console.audit.title') }).waitFor();

    await page.keyboard.press('Control+k');
    await box(visit).waitFor();
    await page.keyboard.type('wanda');
    await page.getByRole('option', { name: /Wanda Łódzka/ }).waitFor();
    const found = await options(visit);
    await page
      .getByRole('status')
      .getByText(t('palette.count', { count: found.length }))
      .waitFor();
    const chosen = () => page.locator('[role=option][aria-selected=true]').innerText();
    expect(await chosen()).toContain('Wanda');
    await page.keyboard.press('ArrowUp'); // around
    await expect.poll(chosen).toContain(t('console.diagnosis.title'));
    await page.keyboard.press('ArrowDown');
    await expect.poll(chosen).toContain('Wanda');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Wanda Łódzka' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByText(t('palette.group.recent')).waitFor();
    expect((await options(visit))[0]).toContain('Wanda Łódzka');
    await page.keyboard.type('urs mach');
    await page.getByRole('option', { name: /URS Machining/ }).waitFor();
  });

  it('gives the focus back, and an Enter that ends a composition chooses nothing', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await page.goto(`${HOST}/invitations?view=all`);
    await page.getByRole('table').waitFor();
    await page.getByRole('button', { name: t('lists.filters') }).focus();
    await page.keyboard.press('Control+k');
    await box(visit).waitFor();
    await page.keyboard.type('audit');
    await page.evaluate(COMPOSE);
    await box(visit).waitFor();
    expect(page.url()).toContain('/invitations');
    await page.keyboard.press('Escape');
    await box(visit).waitFor({ state: 'detached' });
    await expect.poll(() => focused(visit)).toBe(t('lists.filters'));
    await page.locator('button[aria-keyshortcuts]').click();
    await box(visit).waitFor();
    await page.getByRole('button', { name: t('common.action.close') }).click();
    await expect.poll(() => focused(visit)).toContain(t('portal.palette'));
  });

  it('asks why somebody cannot get in: an address by its address, a link by nothing that others see', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await open(visit);
    await page.keyboard.type('wanda@customer.example');
    await page.keyboard.press('Enter');
    await page.waitForURL(/diagnosis\?identifier=wanda%40customer.example/);
    await page.getByText(t('diagnosis.checked')).waitFor();
    const link = await world.linkTo('wanda@customer.example');
    await page.keyboard.press('Control+k');
    await box(visit).fill(link);
    await page.getByRole('option', { name: t('palette.secret') }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe(link);
    await page.getByText(t('diagnosis.checked')).waitFor();
    expect(page.url()).not.toContain('identifier');
    const secret = link.slice(link.lastIndexOf('/') + 1);
    expect(asked.filter((url) => url.includes(secret))).toEqual([]);
  });

  it('offers what one may use, and nothing else', async () => {
    const visit = await world.visitAs(ines);
    const { page, t } = visit;
    await open(visit);
    const all = (await options(visit)).join('\n');
    expect(all).toContain(t('console.invitations.new'));
    for (const key of ['console.settings.title', 'console.audit.title', 'palette.import'])
      expect(all).not.toContain(t(key));
    await page.keyboard.type('ines@northwind.example');
    await page.getByRole('option', { name: /Ines Inviter/ }).waitFor();
    expect(await page.getByRole('group', { name: t('palette.group.people') }).count()).toBe(0);
    expect(await page.getByRole('option', { name: t('console.diagnosis.title') }).count()).toBe(0);
  });

  it.each([
    ['at 1280, light, in English', 1280, 'light', 'en'],
    ['at 360, dark, in Russian', 360, 'dark', 'ru'],
  ] as const)('%s nothing is in the way of anybody', async (_what, width, colorScheme, locale) => {
    await place.owner.patch('/api/v1/session', { locale });
    const visit = await world.visitAs(place.owner, { width, colorScheme, locale });
    const { page } = visit;
    await page.goto(`${HOST}/invitations?view=all`);
    await page.getByRole('table').waitFor();
    await page.locator('button[aria-keyshortcuts]').click();
    await box(visit).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await box(visit).fill('wanda');
    await page.getByRole('option', { name: /Wanda/ }).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, width)).toBe(0);
  });
});
