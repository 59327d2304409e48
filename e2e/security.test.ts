import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../server/src/kernel/clock.ts';
import { appCode } from '../server/test/authenticator-app.ts';
import { plugInAuthenticator } from './authenticator.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

describe('the security page', () => {
  let world: World;
  let place: Place;
  let shot = 0;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('an app is set up after a fresh proof in a dialog, and nothing typed is lost; a passkey is created', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    const visit = await world.visitAs(place.owner, { locale: 'zh-CN', width: 360 });
    const { page, t } = visit;
    await plugInAuthenticator(visit);
    world.app.clock.advance(16 * MINUTE);
    await page.goto('/portal/security');
    await page.getByRole('button', { name: t('security.app.add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('common.word.password')).fill(PASSWORD);
    expect(await accessibilityFaults(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sec-${shot++}.png`, fullPage: true });
    await dialog.getByRole('button', { name: t('common.action.continue') }).click();
    await page.getByText(t('security.app.cannot-scan')).click();
    const secret = (await page.locator('details [translate=no]').innerText()).replaceAll(' ', '');
    const code = appCode(world.app, secret);
    await page.getByLabel(t('security.app.code')).fill(code);
    expect(await accessibilityFaults(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sec-${shot++}.png`, fullPage: true });
    await page.getByRole('button', { name: t('security.app.switch-on') }).click();
    await page.getByText(t('security.codes.title')).waitFor();
    expect(
      await page
        .locator('main li')
        .filter({ hasText: /^[\w-]{19}$/ })
        .count(),
    ).toBe(10);
    await page.getByRole('button', { name: t('security.codes.kept') }).click();
    await page.getByText(t('security.app.on'), { exact: true }).waitFor();

    await page.getByRole('button', { name: t('security.passkeys.add') }).click();
    await page.getByText(t('security.passkeys.added')).waitFor();
    await page
      .getByRole('button', { name: t('security.passkeys.rename'), exact: false })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel(t('security.passkeys.name')).fill('我的手机');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('common.action.save') })
      .click();
    await page.getByText('我的手机', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sec-${shot++}.png`, fullPage: true });
    expect(await sidewaysScroll(page, 360)).toBe(0);
  });
});
