import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import { openWorld, type World } from './world.ts';

describe('my data', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('shows my sign-ins and what deleting would do, and gives the file', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    const { page, t } = await world.visitAs(place.owner, { locale: 'zh-CN', width: 360 });
    await page.goto('/portal/data');
    await page.getByText(t('own.sign-ins.success')).first().waitFor();
    await page.getByText(t('own.deletion.last-owner', { organization: 'Northwind Machines' })).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 360)).toBe(0);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/data-360.png`, fullPage: true });
    await page.getByRole('button', { name: t('own.take-data.ask') }).click();
    await world.app.deliver();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('own.take-data.take') }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('my-data.zip');
    if (process.env.SHOTS) {
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.screenshot({ path: `${process.env.SHOTS}/data-1280.png`, fullPage: true });
      await page.goto('/portal/profile');
      await page.getByText(t('security.identifiers.last')).waitFor();
      await page.screenshot({ path: `${process.env.SHOTS}/profile-1280.png`, fullPage: true });
    }
  });
});
