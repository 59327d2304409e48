import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll, tabTo } from './looks.ts';
import { invite, join, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

const HOST = '/console/northwind-machines';

describe('many at once', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    for (const name of ['ada', 'bea']) await join(world, place, `${name}@northwind.example`, { name: `${name} Able` });
    for (const name of ['cleo', 'dora'])
      await invite(world, place, `${name}@customer.example`, { name: `${name} Able` });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('other roles: what it comes to is said before, each result afterwards, and it is taken back', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await page.goto(`${HOST}/people`);
    await page.getByRole('button', { name: t('lists.select-page') }).click();
    await page.getByText(t('lists.selected', { count: 3 })).waitFor();
    await page.getByRole('button', { name: t('lists.bulk.roles') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t('lists.roles.now')).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: t('common.role.inviter') }).check();
    await dialog.getByText(t('lists.roles.changes', { count: 3 })).waitFor();
    await dialog.getByText(t('lists.roles.last-owner')).waitFor();
    await dialog.getByText(t('lists.roles.self')).waitFor();
    await dialog.getByLabel(t('lists.roles.reason')).fill('New teams');
    await dialog.getByRole('button', { name: t('lists.roles.action') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t('lists.bulk.outcome', { done: 2, skipped: 0, failed: 1 })).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: t('operations.open') }).click();
    await page.getByRole('heading', { level: 1, name: t('operations.kind.change-member-roles') }).waitFor();
    await page.getByRole('combobox', { name: t('common.word.state') }).selectOption('failed');
    await page.getByText(t('LAST-OWNER')).waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: t('operations.download') }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^operation-opn_.*\.csv$/);
    const before = new URL(page.url()).pathname;
    await page.getByRole('button', { name: t('operations.retry', { count: 1 }) }).click();
    await page.waitForURL((url) => url.pathname !== before);
    await page.getByRole('button', { name: t('operations.retry', { count: 1 }) }).waitFor(); // refused again
    const [newest] = (await place.owner.get(`/api/v1/organizations/${place.org}/operations?limit=2`))
      .json()
      .items.slice(1);
    await place.owner.post(`/api/v1/organizations/${place.org}/operations/${newest.id}/undo`);
    await page.goto(`${HOST}/people?role=inviter`);
    await page.getByText(t('portal.list.no-match.title')).waitFor();
  });

  it('by the keyboard alone, and the tray leads to the results', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await page.goto(`${HOST}/invitations?view=all&q=customer.example`);
    await page.getByRole('checkbox').first().waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText(t('lists.selected', { count: 2 })).waitFor();
    await page.getByRole('button', { name: t('lists.bulk.extend') }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(t('lists.bulk.outcome', { done: 2, skipped: 0, failed: 0 })).waitFor();
    await page.getByRole('button', { name: t('operations.tray.button', { count: 0 }) }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: t('operations.tray') }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await tabTo(page, '[role=dialog] a[href*="/operations/"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: t('operations.kind.extend-invitations') }).waitFor();
  });

  it.each([
    ['at 1280, light', 1280, 'light', 'en'],
    ['at 360, dark, in Polish', 360, 'dark', 'pl'],
  ] as const)(
    '%s: selection bar, results, tray and branding are in nobody’s way',
    async (_what, width, colorScheme, locale) => {
      await place.owner.patch('/api/v1/session', { locale });
      const visit = await world.visitAs(place.owner, { width, colorScheme, locale });
      const { page, t } = visit;
      const looks = async (what: string) => {
        expect(await accessibilityFaults(page), what).toEqual([]);
        expect(await sidewaysScroll(page, width), what).toBe(0);
      };
      await page.goto(`${HOST}/people`);
      await page.getByRole('checkbox').first().check();
      await page.getByText(t('lists.selected', { count: 1 })).waitFor();
      await looks('selection bar');
      const [operation] = (await place.owner.get(`/api/v1/organizations/${place.org}/operations`)).json().items;
      await page.goto(`${HOST}/operations/${operation.id}`);
      await page.getByRole('table').waitFor();
      await looks('results');
      await page.getByRole('button', { name: t('operations.tray.button', { count: 0 }) }).click();
      await page.getByRole('dialog', { name: t('operations.tray') }).waitFor();
      await looks('tray');
      await page.goto(`${HOST}/branding`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('textbox').first().waitFor();
      await looks('branding');
      // The preview is a page of the door, framed without scripts.
      visit.faults.splice(0, visit.faults.length, ...visit.faults.filter((fault) => !fault.includes('sandboxed')));
    },
  );

  it.each([
    ['at 1280, light', 1280, 'light'],
    ['at 360, dark', 360, 'dark'],
  ] as const)('%s: messages that are held say so on the overview', async (_what, width, colorScheme) => {
    await world.app.services.database.pool.query(
      `insert into messages (id, organization_id, channel, template, locale, to_address, params, subject_type, subject_id,
         state, created_at, updated_at, held_at)
       select 'msg_held' || $2::text, $1, 'email', 'M01', 'en', 'held@customer.example', '{}', 'invitation', 'inv_none', 'queued',
         now(), now(), now()`,
      [place.org, width],
    );
    await place.owner.patch('/api/v1/session', { locale: 'en' });
    const visit = await world.visitAs(place.owner, { width, colorScheme });
    const { page } = visit;
    await page.goto(`${HOST}/overview`);
    await page.getByText(/held/i).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, width)).toBe(0);
  });
});
