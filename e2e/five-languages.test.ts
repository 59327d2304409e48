import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDoor, NUMBER, WRONG_NUMBER } from './door.ts';
import { accessibilityFaults, faultsAtDoubleText, faultsInBothSchemes, selfOf, sidewaysScroll } from './looks.ts';
import { foundCompany, invite, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { HOSTS, openWorld, type World } from './world.ts';

/** Pages of the door outside of a way in. */
const STANDING = ['/sign-in', '/new-link', '/i', '/i/not-a-link', '/help', '/privacy', '/terms', '/nowhere', '/outbox'];

/** Both colour schemes are looked at in this language: the rules are the same in all. */
const BOTH_SCHEMES = 'zh-TW';

describe('every page of the door, in every language', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp({ organization: HOSTS.en });
    const company = { name: 'First Machining', country: 'TW', registrationNumber: NUMBER };
    await foundCompany(world, place, 'first@urs.example', company);
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  /** All that must hold of any page, with the page's name where it does not. */
  async function check({ page, locale }: Visit, name: string): Promise<void> {
    const self = await selfOf(page);
    expect(self, name).toMatchObject({ lang: locale, translate: 'no', headings: 1 });
    expect(self.title.length, name).toBeGreaterThan(3);
    const faults = locale === BOTH_SCHEMES ? faultsInBothSchemes : accessibilityFaults;
    expect(await faults(page), name).toEqual([]);
    expect(await sidewaysScroll(page, 320), `${name} at 320 px`).toBe(0);
    expect(await faultsAtDoubleText(page), `${name} with text of 200 %`).toEqual([]);
  }

  it.each(LOCALES)('%s: the road of an invited company, and what goes wrong on it', async (locale) => {
    const address = `willy@${locale.toLowerCase()}.example`;
    await invite(world, place, address, { locale, name: 'Willy Wu', note: 'Machine 42 is ready for you.' });
    const visit = await world.visit({ locale });
    const { page, t } = visit;
    const door = createDoor(world, visit, address, { country: 'US', number: `number of ${locale}` });
    const refused = async (name: string) => {
      await expect.poll(door.focused).toBe('error-summary');
      expect(await page.title()).toContain(t('common.title.error', { title: '' }).trim());
      if (locale === BOTH_SCHEMES) await check(visit, `${name}, refused`);
    };
    await door.open();
    await door.walk('welcome', async (name) => {
      await check(visit, name);
      if (name === 'code') {
        const code = await world.codeTo(address);
        await page.locator('#code').fill(code === '000000' ? '000001' : '000000');
        await door.button('common.action.continue').click();
        await refused(name);
      }
      if (name === 'set-password') {
        await page.locator('#password').fill('password');
        await door.button('door.set-password.submit').click();
        await refused(name);
      }
      if (name === 'company') {
        await page.locator('#country').selectOption('TW');
        await page.locator('#registrationNumber').fill(WRONG_NUMBER);
        await page.locator('#create-company').press('Enter');
        await refused(name);
        await page.locator('#registrationNumber').fill(NUMBER);
        await page.locator('#duplicate').waitFor();
        await check(visit, 'company, already here');
      }
    });
  });

  it.each(LOCALES)('%s: the pages beside it', async (locale) => {
    const visit = await world.visit({ locale });
    for (const path of STANDING) {
      await visit.page.goto(path);
      await check(visit, path);
    }
  });
});
