import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

describe('"Why can\u2019t they get in?" shows what they see', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    await invite(world, place, 'wanda@customer.example', { name: 'Wanda Waiting', locale: 'pl' });
  });
  afterEach(() => world.endVisits()); // throws for errors, refusals of the policy and requests to others
  afterAll(() => world.close());

  it('from the row of an invitation, in every language, on a phone and a computer', async () => {
    const { page, t } = await world.visitAs(place.owner);
    await page.goto('/console/northwind-machines/invitations');
    await page
      .locator('tbody tr')
      .getByRole('link', { name: t('console.diagnosis.title') })
      .click();
    const picture = page.frameLocator('iframe');
    await picture.locator('h1').waitFor();
    expect(await picture.locator('html').getAttribute('lang')).toBe('pl');
    for (const locale of LOCALES) {
      await page.locator('#picture-locale').selectOption(locale);
      await picture.locator(`html[lang="${locale}"] h1`).waitFor();
      expect(await picture.locator('a[href], form[action], script').count()).toBe(0);
    }
    const frame = page.locator('iframe');
    for (const [screen, width] of [
      ['phone', 360],
      ['computer', 1280],
    ] as const) {
      await page.locator('#picture-screen').selectOption(screen);
      await expect.poll(() => frame.getAttribute('style')).toContain(`width: ${width}px`);
    }
  });

  it.each(['light', 'dark'] as const)(
    'has no fault that axe finds, and scrolls nowhere sideways: %s',
    async (theme) => {
      const { page } = await world.visitAs(place.owner);
      await page.emulateMedia({ colorScheme: theme });
      await page.goto('/console/northwind-machines/diagnosis?identifier=wanda@customer.example');
      await page.frameLocator(`iframe`).locator(`html[data-theme="${theme}"] h1`).waitFor();
      // Axe cannot look into a frame in which nothing runs; the pages of the door are looked at by themselves.
      await page.evaluate(`document.querySelector('iframe').remove()`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page, 320)).toBe(0);
    },
  );

  it('in the language that the address asks for, whatever the account has', async () => {
    await world.app.services.database.pool.query("update accounts set locale = 'en'");
    const { page } = await world.visitAs(place.owner);
    await page.goto('/console/northwind-machines/diagnosis?lang=pl');
    await page.locator('main h1').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('pl');
  });
});
