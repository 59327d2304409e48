import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newestCode } from '../server/test/journey.ts';
import { faultsInBothSchemes, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const MIA = 'mia@northwind.example';
const NUMBER = '+48512345678';

describe('a number that is typed on the way in, as the second step', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
    const policies = { secondFactor: 'required' };
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('is mended where it was mistyped, and proven by its code', async () => {
    await invite(world, place, MIA, { kind: 'member', name: 'Mia', locale: 'zh-TW' });
    const { page, t } = await world.visit({ locale: 'zh-TW', width: 360 });
    const looksRight = async () => {
      expect(await faultsInBothSchemes(page)).toEqual([]);
      expect(await sidewaysScroll(page, 360)).toBe(0);
    };
    await page.goto(await world.linkTo(MIA));
    await page.locator('form button.primary').first().click();
    await page.locator('#code').waitFor();
    await page.locator('#code').fill(await world.codeTo(MIA));
    await page.keyboard.press('Enter');
    await page.locator('#password').waitFor();
    await page.locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: t('door.add-factor.heading') }).waitFor();
    await looksRight();
    await page.getByRole('button', { name: t('common.factor.sms'), exact: false }).click();
    await page.locator('#number').waitFor();
    await looksRight();
    await page.locator('#number').fill('512');
    await page.keyboard.press('Enter');
    await page.locator('#number[aria-invalid=true]').waitFor();
    expect(await page.locator('#number').inputValue()).toBe('512');
    await looksRight();
    await page.locator('#number').fill('+48 512 345 678');
    await page.keyboard.press('Enter');
    await page.locator('#code').waitFor();
    await page.getByText('+48 512 345 678').first().waitFor();
    await looksRight();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/own-number.png`, fullPage: true });
    await world.app.deliver();
    await page.locator('#code').fill(await newestCode(world.app, NUMBER));
    await page.keyboard.press('Enter');
    await page.locator('form[action$="/keep-codes"]').waitFor();
    await looksRight();
    const { rows } = await world.app.services.database.pool.query(
      `select 1 from identifiers where kind = 'phone' and canonical = $1 and verified_at is not null`,
      [NUMBER],
    );
    expect(rows).toHaveLength(1);
  });
});
