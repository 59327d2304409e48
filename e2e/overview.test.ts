import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, faultsInBothSchemes, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

describe('the overview of the console', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    const bounced = await invite(world, place, 'bounced@customer.example', { name: 'Bo Bounced' });
    await invite(world, place, 'waiting@customer.example', { name: 'Wanda Waiting' });
    await world.app.services.database.pool.query("update invitations set state = 'bounced' where id = $1", [bounced]);
  });
  afterEach(() => world.endVisits()); // throws for errors, refusals of the policy and requests to others
  afterAll(() => world.close());

  it('is where the console begins, and leads from what needs somebody to the list of it', async () => {
    const { page, t } = await world.visitAs(place.owner);
    await page.goto('/console');
    await page.getByRole('heading', { level: 1, name: t('console.overview.title') }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/northwind-machines/overview');
    await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
    await expect.poll(() => page.url()).toContain('/invitations?state=bounced');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  });

  it('tells each chart as a table, and its points by the arrow keys', async () => {
    const { page } = await world.visitAs(place.owner);
    await page.goto('/console/overview');
    const point = page.locator('[data-point][tabindex="0"]').first();
    await point.focus();
    const before = await page.evaluate('document.activeElement.dataset.point');
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate('document.activeElement.dataset.point')).toBe(String(Number(before) - 1));
    expect(await page.locator('figcaption').first().innerText()).toBe(
      await page.evaluate('document.activeElement.getAttribute("aria-label")'),
    );
    const toggles = page.locator('main button[aria-pressed]');
    for (const toggle of await toggles.all()) await toggle.click();
    expect(await page.getByRole('main').getByRole('table').count()).toBe(4);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('has no fault that axe finds, light and dark, and scrolls nowhere sideways', async () => {
    const { page } = await world.visitAs(place.owner);
    await page.goto('/console/overview');
    await page.locator('[data-point]').first().waitFor();
    expect(await faultsInBothSchemes(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
  });
});
