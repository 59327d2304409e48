import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../server/src/kernel/clock.ts';
import { translator } from '../server/src/platform/i18n/translate.ts';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { join, type Place } from './people.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const ANOTHER = 'siedem cichych czapli nad jazem';
const EMAIL = 'anna@northwind.example';

describe('somebody whom no message reaches any more', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp({ organization: 'Północne Maszyny' });
  });
  afterAll(() => world.close());

  it('is handed a code on paper, in their language, and sets a password with it', async () => {
    const anna = await join(world, place, EMAIL, { name: 'Anna Lis' });
    await world.app.services.database.pool.query(`update accounts set locale = 'pl' where name = 'Anna Lis'`);
    const settings = `/api/v1/organizations/${place.org}/settings`;
    await place.owner.patch(settings, { policies: { temporaryPassword: true } });
    world.app.clock.advance(16 * MINUTE + SECOND);

    const admin = await world.visitAs(place.owner);
    const { page, t } = admin;
    const look = async (name: string) => {
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page, 360)).toBe(0);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/printed-${name}.png` });
    };
    await page.goto('/console');
    await createConsole(admin).enter('console.people.title');
    await page.getByRole('link', { name: 'Anna Lis', exact: true }).click();
    await page.getByRole('link', { name: t('people.tab.sign-in'), exact: true }).click();
    await page.getByRole('button', { name: t('people.password.reset') }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('radio', { name: t('people.password.way.printed', { to: 'a••••@northwind.example' }) })
      .click();
    const press = dialog.getByRole('button', { name: t('people.password.print') });
    await press.click();
    await dialog.getByText(t('people.password.printed-needs')).waitFor();
    await dialog.getByRole('switch').click();
    await dialog.locator('#field-reason[aria-invalid=true]').waitFor();
    await look('asked');
    await dialog.getByLabel(t('people.reason')).fill('Lost phone and mailbox');
    await press.click();
    await page.getByLabel(t('common.word.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('common.action.continue') }).click();

    // The sheet is in the language of whoever gets it.
    const pl = translator('pl');
    const shown = page.getByRole('dialog', { name: t('people.sheet.dialog', { name: 'Anna Lis' }) });
    await shown.getByText(pl('people.sheet.title')).waitFor();
    await look('sheet');
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}/.exec((await shown.textContent()) ?? '')?.[0] ?? '';
    await page.emulateMedia({ media: 'print' });
    const paper = page.locator('.print-only');
    expect(await paper.innerText()).toContain(code);
    expect(await shown.isVisible()).toBe(false);
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    if (process.env.SHOTS) await page.pdf({ path: `${process.env.SHOTS}/printed.pdf`, format: 'A5' }).catch(() => {});
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/printed-paper.png`, fullPage: true });
    await page.emulateMedia({ media: 'screen' });
    await shown.getByRole('button', { name: t('common.action.close') }).click();
    await shown.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(code);

    const door = await world.visit({ locale: 'pl', width: 360, script: false });
    await door.page.goto('/forgot');
    await door.page.locator('#identifier').fill(EMAIL);
    await door.page.keyboard.press('Enter');
    await door.page.getByText(pl('door.printed-code.summary')).click();
    await door.page.locator('#code').fill('AAAA-AAAA-AA');
    await door.page.keyboard.press('Enter');
    await door.page.getByText(pl('PRINTED-CODE-WRONG')).first().waitFor();
    if (process.env.SHOTS)
      await door.page.screenshot({ path: `${process.env.SHOTS}/printed-door.png`, fullPage: true });
    await door.page.locator('#code').fill(code.toLowerCase());
    await door.page.keyboard.press('Enter');
    await door.page.locator('#password').fill(ANOTHER);
    await door.page.keyboard.press('Enter');
    await door.page.waitForURL(/\/(portal|welcome)/);
    expect((await anna.get('/api/v1/session')).status).toBe(401);
  });
});
