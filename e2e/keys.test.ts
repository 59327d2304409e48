import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const LIST = '/console/northwind-machines/invitations';

describe('keys of lists', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    for (const name of ['Ada', 'Bea', 'Cleo'])
      await invite(world, place, `${name.toLowerCase()}@customer.example`, { name: `${name} Able` });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const open = async (visit: Visit) => {
    await visit.page.goto(LIST);
    await visit.page.getByRole('table').waitFor();
    await visit.page.getByRole('checkbox').first().waitFor();
  };
  const row = ({ page }: Visit) => page.evaluate(`document.activeElement.closest('[data-row]')?.innerText ?? ''`);
  const press = ({ page }: Visit, keys: string) =>
    keys.split(' ').reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());

  it('j and k move, x selects, Enter opens', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await open(visit);
    await press(visit, 'j');
    await expect.poll(() => row(visit)).toContain('Cleo Able');
    await press(visit, 'x j j j k x');
    expect(await row(visit)).toContain('Bea Able');
    await page.getByText(t('lists.selected', { count: 2 })).waitFor();
    await press(visit, 'x');
    await page.getByText(t('lists.selected', { count: 1 })).waitFor();
    await press(visit, 'Enter');
    await page.getByRole('heading', { level: 1, name: 'Bea Able' }).waitFor();
  });

  it('/ goes to the search, where letters are letters', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await open(visit);
    await press(visit, '/');
    await page.keyboard.type('jx?k');
    expect(await page.getByRole('searchbox').inputValue()).toBe('jx?k');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByText(t('portal.list.no-match.title')).waitFor();
    await press(visit, 'Control+j Alt+x');
    expect(await page.getByText(t('lists.selected', { count: 1 })).count()).toBe(0);
  });

  it.each([
    ['at 1280, light', 1280, 'light'],
    ['at 360, dark', 360, 'dark'],
  ] as const)('%s: ? shows them, to everybody alike', async (_what, width, colorScheme) => {
    const visit = await world.visitAs(place.owner, { width, colorScheme });
    const { page, t } = visit;
    await open(visit);
    await press(visit, 'j ?');
    await page.getByRole('dialog').getByText(t('keys.title')).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, width)).toBe(0);
    await press(visit, 'j x');
    await press(visit, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => row(visit)).toContain('Cleo Able');
    expect(await page.getByText(t('lists.selected', { count: 1 })).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('are switched off by their person, and found again in the profile', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await open(visit);
    await press(visit, '?');
    const kept = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('switch', { name: t('keys.switch') }).click();
    expect((await kept).status()).toBe(200);
    await page.waitForLoadState('networkidle'); // what follows the answer is done, too
    await press(visit, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press(visit, 'j ?');
    expect(await row(visit)).toBe('');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto('/portal/profile');
    const again = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('switch', { name: t('keys.switch') }).click();
    await again;
    await open(visit);
    await press(visit, 'j');
    await expect.poll(() => row(visit)).toContain('Cleo Able');
  });
});
