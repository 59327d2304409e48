import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { invite, join, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const HOST = '/console/northwind-machines';

/** What opens something, by the key of its words; `first`: the link of a list that leads to the page of it. */
const OPENERS: readonly { path: string; first?: string; opens: string; role: 'dialog' | 'alertdialog' | 'menu' }[] = [
  { path: `${HOST}/people`, opens: 'people.add.button', role: 'dialog' },
  { path: `${HOST}/people`, opens: 'lists.views.menu', role: 'menu' },
  { path: `${HOST}/people`, opens: 'common.language', role: 'menu' },
  { path: `${HOST}/people`, first: 'Pat Person', opens: 'people.suspend.button', role: 'alertdialog' },
  { path: `${HOST}/people`, first: 'Pat Person', opens: 'people.address.button', role: 'dialog' },
  { path: `${HOST}/invitations`, first: 'Wanda Waiting', opens: 'common.action.revoke', role: 'alertdialog' },
  { path: `${HOST}/invitations`, first: 'Wanda Waiting', opens: 'console.invitation.correct.action', role: 'dialog' },
  { path: `${HOST}/invitations`, first: 'Wanda Waiting', opens: 'console.invitation.extend.action', role: 'dialog' },
  { path: `${HOST}/invitations`, first: 'Wanda Waiting', opens: 'console.invitation.link.action', role: 'dialog' },
  { path: '/portal/profile', opens: 'security.identifiers.add', role: 'dialog' },
];

const PAGES = [
  'overview',
  'invitations',
  'invitations/new',
  'imports/new',
  'queue',
  'companies',
  'people',
  'diagnosis',
  'sign-in-log',
  'audit-log',
  'branding',
  'message-texts',
  'webhook',
  'policies',
  'settings',
];

/** Where the focus is, and whether a person can see it: a ring on it, or on what stands for it. */
const FOCUS = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ringed = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  };
  const near = [e, e.parentElement, e.closest('label'), e.nextElementSibling].filter((one) => one !== null);
  const { top, bottom } = e.getBoundingClientRect();
  return {
    name: e.outerHTML.slice(0, 140),
    // The page of a preview has rings of its own, and so has the picture of a calendar in a field.
    seen: e.tagName === 'IFRAME' || e.type === 'date' || near.some(ringed),
    inSight: bottom > 0 && top < innerHeight,
    inside: e.closest('[role=dialog], [role=alertdialog], [role=menu]') !== null || e.hasAttribute('data-base-ui-focus-guard'),
    guard: e.hasAttribute('data-base-ui-focus-guard'),
  };
})()`;
type Focus = { name: string; seen: boolean; inSight: boolean; inside: boolean; guard: boolean } | null;

describe('console and portal without a mouse', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    await join(world, place, 'pat@northwind.example', { roles: ['member'] });
    await invite(world, place, 'waiting@customer.example', { name: 'Wanda Waiting' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const focus = ({ page }: Visit) => page.evaluate(FOCUS) as Promise<Focus>;
  /** What goes round at the end of a dialog is there with the next picture. */
  const tab = async ({ page }: Visit) => {
    await page.keyboard.press('Tab');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  };

  it.each(PAGES)('%s: the Tab key goes through it and out of it, and one sees where it is', async (path) => {
    const visit = await world.visitAs(place.owner);
    const { page } = visit;
    await page.goto(`${HOST}/${path}`);
    await page.locator('h1').waitFor();
    const faults: string[] = [];
    let left = false;
    for (let presses = 0; presses < 250 && !left; presses++) {
      await page.keyboard.press('Tab');
      const now = await focus(visit);
      left = now === null;
      if (now && !now.guard && !now.seen) faults.push(`no ring: ${now.name}`);
      if (now && !now.guard && !now.inSight) faults.push(`out of sight: ${now.name}`);
    }
    expect(faults).toEqual([]);
    expect(left, 'the Tab key never leaves the page').toBe(true);
  });

  it.each(OPENERS)(
    '$path $first $opens: opens by Enter, keeps the focus, closes by Escape, gives it back',
    async (given) => {
      const visit = await world.visitAs(place.owner);
      const { page, t } = visit;
      await page.goto(given.path);
      if (given.first) await page.getByRole('link', { name: given.first }).first().click();
      const opener = page.getByRole('button', { name: t(given.opens), exact: true });
      await opener.focus();
      await page.keyboard.press('Enter');
      const opened = page.getByRole(given.role);
      await opened.waitFor();
      await expect.poll(async () => (await focus(visit))?.inside).toBe(true);
      const faults: string[] = [];
      for (let presses = 0; presses < (given.role === 'menu' ? 0 : 30); presses++) {
        await tab(visit);
        const now = await focus(visit);
        if (!now?.inside) faults.push(`outside: ${now?.name}`);
        if (now && !now.guard && !now.seen) faults.push(`no ring: ${now.name}`);
      }
      expect(faults).toEqual([]);
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await expect.poll(() => opener.and(page.locator(':focus')).count()).toBe(1);
    },
  );
});
