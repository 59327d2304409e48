import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { join, type Place } from './people.ts';
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

  it('whoever has neither password nor passkey proves it by a code to the mailbox, in a dialog; not for addresses', async () => {
    const address = 'pat@northwind.example';
    const pat = await join(world, place, address, { roles: ['member'] });
    await world.app.services.database.pool.query(
      'delete from passwords where account_id in (select account_id from identifiers where canonical = $1)',
      [address],
    );
    await world.app.services.database.pool.query(`update sessions set proven_at = now() - interval '1 hour'`);
    const { page, t } = await world.visitAs(pat, { width: 360 });
    await page.goto('/portal/data');
    await page.getByRole('button', { name: t('own.take-data.ask') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t('common.confirm.sent', { to: 'p••••@northwind.example' })).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/confirm-360.png` });
    await dialog.getByLabel(t('common.method.email-code')).fill(await world.codeTo(address));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const begun = page.getByText(t('own.take-data.writing')).or(page.getByText(t('own.take-data.ready')));
    await begun.waitFor(); // it may be there already
    await page.goto('/portal/profile');
    await page.getByRole('button', { name: t('security.identifiers.add') }).click();
    await page.getByLabel(t('security.identifiers.field')).fill('other@northwind.example');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: t('common.confirm.no-password') }).waitFor();
  });
});
