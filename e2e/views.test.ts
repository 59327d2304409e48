import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../server/test/person.ts';
import { accessibilityFaults, sidewaysScroll, tabTo } from './looks.ts';
import { invite, join, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const LIST = '/console/northwind-machines/invitations';

describe('views of lists', () => {
  let world: World;
  let place: Place;
  let ines: Person;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    ines = await join(world, place, 'ines@northwind.example', { roles: ['inviter'], name: 'Ines Inviter' });
    await invite(world, place, 'waiting@customer.example', { name: 'Wanda Waiting' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const queryOf = ({ page }: Visit) => Object.fromEntries(new URL(page.url()).searchParams);
  const openList = async (visit: Visit, search = '') => {
    await visit.page.goto(`${LIST}${search}`);
    await visit.page.getByRole('table').waitFor();
  };
  const menu = async ({ page, t }: Visit) => {
    await page.getByRole('button', { name: t('lists.views.menu'), exact: true }).click();
    await page.getByRole('menu').waitFor();
  };
  const row = ({ page, t }: Visit, key: string) => page.getByRole('menuitem', { name: t(key), exact: true });

  it('filters, order and columns are kept under a name, without a mouse', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await openList(visit, '?state=accepted&sort=address');
    await page.getByRole('button', { name: t('lists.views.save'), exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, '#field-name');
    await page.keyboard.type('Who came in');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const chip = page.getByRole('link', { name: 'Who came in' });
    await expect.poll(() => chip.getAttribute('aria-current')).toBe('page');
    const { view, ...kept } = queryOf(visit);
    expect(kept).toEqual({ state: 'accepted', sort: 'address' });
    expect(view).toMatch(/^viw_/);

    await page.getByRole('button', { name: t('lists.views.menu'), exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: t('console.invitations.kind') }).press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => queryOf(visit).hide).toBe('kind');
    expect(await page.getByRole('columnheader', { name: t('console.invitations.kind') }).count()).toBe(0);
    await page.getByRole('button', { name: t('lists.views.overwrite') }).click();
    await page.getByText(t('lists.views.saved', { name: 'Who came in' })).waitFor();
    await page.getByRole('link', { name: t('lists.view.all'), exact: true }).click();
    await page.getByText('Wanda Waiting').waitFor();
    await chip.click();
    await expect.poll(() => queryOf(visit)).toEqual({ state: 'accepted', sort: 'address', hide: 'kind', view });
  });

  it('the list opens with the one that was chosen, and "All" is all', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await openList(visit, '?state=accepted&sort=address&hide=kind');
    await menu(visit);
    await row(visit, 'lists.views.default').click();
    await page.getByText(t('lists.views.saved', { name: 'Who came in' })).waitFor();
    await page.goto('/console/northwind-machines/people');
    await page.getByRole('table').waitFor();
    await page.getByRole('link', { name: t('console.invitations.title'), exact: true }).click();
    await expect.poll(() => queryOf(visit).state).toBe('accepted');
    await page.getByRole('link', { name: t('lists.view.all'), exact: true }).click();
    await page.getByText('Wanda Waiting').waitFor();
    await page.reload();
    await page.getByText('Wanda Waiting').waitFor();
  });

  it('a shared one is there for others, who cannot change it; a name that is taken is said beside it', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await openList(visit, '?state=accepted&sort=address&hide=kind');
    await menu(visit);
    await row(visit, 'lists.views.edit').click();
    await page.getByRole('dialog').getByRole('switch').first().click();
    await page.getByRole('button', { name: t('common.action.save'), exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(`${LIST}?state=sent`);
    await page.getByRole('button', { name: t('lists.views.save'), exact: true }).click();
    await page.locator('#field-name').fill('who came IN');
    await page.getByRole('dialog').getByRole('switch').first().click();
    await page.getByRole('button', { name: t('common.action.save'), exact: true }).click();
    await page.getByText(t('VIEW-EXISTS', { name: 'who came IN' })).waitFor();
    expect(await page.locator('#field-name').inputValue()).toBe('who came IN');

    const other = await world.visitAs(ines);
    await openList(other);
    await other.page.getByRole('link', { name: 'Who came in' }).click();
    await expect.poll(() => queryOf(other).state).toBe('accepted');
    await menu(other);
    expect(await row(other, 'lists.views.edit').count()).toBe(0);
    expect(await row(other, 'lists.views.delete').count()).toBe(0);
  });

  it('one that holds what is not known any more opens with the rest, and says so', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await world.app.services.database.pool.query(
      `update saved_views set search = '{"state": "molten", "sort": "address"}' where name = 'Who came in'`,
    );
    await openList(visit, '?view=all');
    await page.getByRole('link', { name: 'Who came in' }).click();
    await page.getByText(t('lists.views.unfit.title')).waitFor();
    await page.getByText('state = molten').waitFor();
    await page.getByText('Wanda Waiting').waitFor();
    expect(queryOf(visit)).toMatchObject({ sort: 'address' });
  });

  it.each([
    ['at 1280, light', 1280, 'light', 'en'],
    ['at 360, dark', 360, 'dark', 'pl'],
  ] as const)('%s: nothing is in the way of anybody', async (_what, width, colorScheme, locale) => {
    await place.owner.patch('/api/v1/session', { locale });
    const visit = await world.visitAs(place.owner, { width, colorScheme, locale });
    const { page, t } = visit;
    for (const room of ['invitations', 'people', 'sign-in-log', 'audit-log']) {
      await page.goto(`/console/northwind-machines/${room}?view=all`);
      await page.getByRole('table').waitFor();
      expect(await accessibilityFaults(page), room).toEqual([]);
      expect(await sidewaysScroll(page, width), room).toBe(0);
    }
    await openList(visit, '?state=accepted');
    await menu(visit);
    expect(await accessibilityFaults(page)).toEqual([]);
    await row(visit, 'lists.views.save-new').click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(t('lists.views.menu'));
  });
});
