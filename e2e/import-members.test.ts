import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import { openWorld, type World } from './world.ts';

describe('a list whose people are to be members', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp({ organization: '北风机械' });
  });
  afterAll(() => world.close());

  it('is checked by user name too, corrected in its place, and its people sign in with a code', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    const admin = await world.visitAs(place.owner, { locale: 'zh-CN' });
    const { page, t } = admin;
    const look = async (name: string) => {
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page, 360)).toBe(0);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/import-${name}.png`, fullPage: true });
    };
    const desk = createConsole(admin);
    await page.goto('/console');
    await desk.enter('console.imports.title');
    await page.getByRole('link', { name: t('imports.new') }).click();
    const list = '姓名\t邮箱\t登录账号\n李明\tli@north.example\tli.ming\n王伟\twang@north.example\tLI.MING\n';
    await page.locator('#import-text').fill(list);
    await desk.button('imports.check').click();
    await page.getByText(t('IMPORT-NAME-TWICE', { row: 1 })).waitFor();
    await look('checked');
    await desk.button('imports.correct').click();
    await page.locator('#row-2').fill('wang.wei');
    await page
      .getByRole('row', { name: /wang@/ })
      .getByRole('button', { name: t('common.action.save') })
      .click();
    await page.getByText(t('IMPORT-NAME-TWICE', { row: 1 })).waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: t('imports.become.added'), exact: true }).click();
    await look('to-run');
    await page.getByRole('button', { name: t('imports.run-added', { count: 2 }) }).click();
    await page.getByText(t('imports.row.added'), { exact: true }).first().waitFor();
    await look('done');
    await desk.enter('console.people.title');
    await page.getByRole('link', { name: '王伟', exact: true }).click();
    await page.getByText('wang.wei', { exact: true }).waitFor();

    const member = await world.visit({ locale: 'zh-CN', width: 360, colorScheme: 'dark', script: false });
    await member.page.goto('/sign-in');
    await member.page.locator('#identifier').fill('wang@north.example');
    await member.page.keyboard.press('Enter');
    await member.page.getByRole('button', { name: t('common.method.email-code') }).click();
    await member.page.locator('#code').fill(await world.codeTo('wang@north.example'));
    await member.page.getByRole('button', { name: t('common.action.continue') }).click();
    await member.page.getByRole('heading', { level: 1, name: t('door.set-password.heading-offered') }).waitFor();
  });
});
