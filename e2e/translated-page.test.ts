import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { createDoor } from './door.ts';
import { invite, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

/**
 * What a browser's translation does to a page, at its worst: every text, and every text that comes later, is taken out
 * and put into elements of its own, however often the page asks not to be translated.
 */
const TRANSLATE = `
  const LEFT_ALONE = 'script, style, title, textarea, option, font';
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (!text.data.trim() || !text.parentElement || text.parentElement.closest(LEFT_ALONE)) continue;
      const font = document.createElement('font');
      const inner = document.createElement('font');
      inner.append(text.data);
      font.append(inner);
      text.replaceWith(font);
    }
  };
  addEventListener('DOMContentLoaded', () => {
    document.documentElement.classList.add('translated-ltr');
    translate(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.isConnected) translate(node.parentNode);
    }).observe(document.body, { childList: true, subtree: true });
  });`;

describe('a page that the browser translates', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits()); // throws for any error of a page
  afterAll(() => world.close());

  /** Translated, and not blank. */
  const isWhole = async ({ page }: Visit, name: string) => {
    expect(await page.locator('font').count(), name).toBeGreaterThan(5);
    expect((await page.locator('main').innerText()).length, name).toBeGreaterThan(20);
  };

  it('the whole road at the door can be taken, its live parts too [scenario 2]', async () => {
    await invite(world, place, 'willy@urs.example', { name: 'Willy Wu', company: { name: 'URS' } });
    const visit = await world.visit();
    await visit.context.addInitScript(TRANSLATE);
    const door = createDoor(world, visit, 'willy@urs.example');
    await door.open();
    await door.walk('welcome', async (name) => {
      await isWhole(visit, name);
      if (name !== 'company') return;
      const { page, t } = visit;
      await page.locator('#registrationNumber').fill('1');
      await page.locator('#create-company').press('Enter');
      await expect.poll(door.focused).toBe('error-summary');
      await page.locator('#country').selectOption('PL');
      await expect
        .poll(() => page.locator('label[for=registrationNumber]').innerText())
        .toBe(t('door.company.number.pl-nip.label'));
      await expect.poll(() => page.locator('#create-company').getAttribute('aria-disabled')).toBe('true');
    });
    await isWhole(visit, 'welcome');
  });

  it('the portal and the console go on from page to page, with menus, forms and answers', async () => {
    const visit = await world.visitAs(place.owner);
    await visit.context.addInitScript(TRANSLATE);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto('/portal');
    await page.getByRole('heading', { name: t('portal.companies.title') }).waitFor();
    await isWhole(visit, 'portal');
    await page
      .getByRole('link', { name: t('portal.devices.title') })
      .first()
      .click();
    await admin.heading(t('portal.devices.title')).waitFor();
    await isWhole(visit, 'devices');
    await page
      .getByRole('link', { name: t('portal.console') })
      .first()
      .click();

    await admin.heading(t('overview.title')).waitFor();
    await page
      .getByRole('link', { name: t('console.invitations.title'), exact: true })
      .first()
      .click();
    await admin.heading(t('console.invitations.title')).waitFor();
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText(t('portal.list.no-match.title')).waitFor();
    await page.getByRole('searchbox').fill('');
    await page
      .getByRole('link', { name: t('console.invitations.new') })
      .first()
      .click();
    await admin.heading(t('console.invitations.new')).waitFor();
    await admin.button('console.invite.send').click();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('radio', { name: t('common.kind.member') }).click();
    await page.getByRole('radio', { name: t('common.kind.company') }).click();
    await admin.fill({ 'to.email': 'second@urs.example', 'company.country': 'TW', note: 'Welcome' });
    await admin.fill({ 'company.country': 'PL' });
    await admin.button('console.invite.send').click();
    await admin.heading('second@urs.example').waitFor();
    await isWhole(visit, 'invitation');
    await admin.button('common.action.revoke').click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('common.action.cancel') })
      .click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });

    for (const room of [
      'console.companies.title',
      'console.people.title',
      'console.sign-ins.title',
      'console.settings.title',
    ]) {
      await admin.enter(room);
      await isWhole(visit, room);
    }
    await admin.fill({ name: 'Northwind Works' });
    await admin.button('common.action.save').click();
    await page.getByText(t('console.settings.saved')).waitFor();
    await page.getByRole('button', { name: t('common.language') }).click();
    await page.getByRole('menuitemradio', { name: 'Polski' }).click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('pl');
    await isWhole(visit, 'settings in Polish');
  });
});
