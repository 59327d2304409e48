import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../server/src/kernel/clock.ts';
import { eventually } from '../server/test/eventually.ts';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const NUMBER = '+8613800138000';
const FIRST = '春眠不觉晓处处闻啼鸟夜来风雨声';
const SECOND_PASSWORD = '白日依山尽黄河入海流欲穷千里目';

describe('a member who is added with nothing but a number', () => {
  let world: World;
  let place: Place;
  let shot = 0;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp({ organization: '北风机械' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  /** Looks at a page as its person does, and keeps a picture where pictures are wanted. */
  const look = async ({ page }: Visit) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/added-${shot++}.png`, fullPage: true });
  };
  const textWith = async (pattern: RegExp): Promise<string> => {
    let found: string | undefined;
    await eventually(async () => {
      const texts = world.app.phone.texts.filter(({ to }) => to === NUMBER).map(({ text }) => text);
      found = texts.map((text) => pattern.exec(text)?.[1]).findLast((match) => match !== undefined);
      return found !== undefined;
    });
    return found ?? '';
  };

  it('signs in with a code, sets a password, and later another one that was forgotten', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    const members = `/api/v1/organizations/${place.org}/members`;
    const [olga] = (await place.owner.get(members)).json().items;
    await place.owner.patch(`${members}/${olga.id}`, { username: 'olga' });
    const admin = await world.visitAs(place.owner, { locale: 'zh-CN' });
    const desk = createConsole(admin);
    await admin.page.goto('/console');
    await desk.enter('console.people.title');
    await desk.button('people.add.button').click();
    await desk.fill({ name: '李明', 'to.phone': '12' });
    await admin.page.getByLabel(admin.t('people.identifier.email')).focus();
    await admin.page.locator('#field-to-phone[aria-invalid=true]').waitFor();
    await desk.fill({ 'to.phone': '+86 138 0013 8000' });
    await admin.page.getByLabel(admin.t('people.identifier.email')).focus();
    await admin.page.locator('#field-to-phone:not([aria-invalid=true])').waitFor();
    const username = admin.page.locator('#field-username');
    await username.fill('OLGA');
    await admin.page.getByLabel(admin.t('people.identifier.email')).focus();
    await admin.page.locator('#field-username[aria-invalid=true]').waitFor();
    await look(admin);
    await admin.page.getByRole('button', { name: 'OLGA2', exact: true }).click();
    expect(await username.inputValue()).toBe('OLGA2');
    await username.fill('li.ming');
    await admin.page.locator('#field-username:not([aria-invalid=true])').waitFor();
    await look(admin);
    await admin.page
      .getByRole('dialog')
      .getByRole('button', { name: admin.t('common.action.save'), exact: true })
      .click();
    await admin.page.getByText(admin.t('people.added.title')).waitFor();
    await admin.page.getByRole('link', { name: '李明', exact: true }).waitFor();
    await look(admin);
    const link = await textWith(/(http:\S+\/i\/[2-9A-Z]{10})/);

    const member = await world.visit({ locale: 'zh-CN', width: 360, colorScheme: 'dark', script: false });
    const { page, t } = member;
    await page.goto(link);
    await page
      .getByRole('heading', { level: 1, name: t('door.accept.added.heading', { organization: '北风机械' }) })
      .waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/added-${shot++}.png`, fullPage: true });
    await page.goto('/sign-in');
    await page.locator('#identifier').fill('138 0013 8000');
    await page.getByRole('button', { name: t('common.action.continue') }).click();
    await page.locator('#code').fill(await textWith(/#(\d{6})$/));
    await page.getByRole('button', { name: t('common.action.continue') }).click();
    await page.getByRole('heading', { level: 1, name: t('door.set-password.heading-offered') }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/added-${shot++}.png`, fullPage: true });
    await page.locator('#password').fill(FIRST);
    await page.getByRole('button', { name: t('door.set-password.submit') }).click();
    await page.getByRole('button', { name: t('common.action.agree') }).click();
    await page.waitForURL(/\/welcome\//);

    world.app.clock.advance(2 * MINUTE);
    const later = await world.visit({ locale: 'zh-CN', width: 360, script: false });
    await later.page.goto('/sign-in');
    await later.page.getByRole('link', { name: t('door.forgot.link') }).click();
    await later.page.locator('#identifier').fill(NUMBER);
    await later.page.getByRole('button', { name: t('door.forgot.submit') }).click();
    await later.page.getByRole('heading', { level: 1, name: t('door.forgot.sent.heading.sms') }).waitFor();
    await later.page.goto(await textWith(/(http:\S+\/r\/[2-9A-Z]{10})/));
    await later.page.getByRole('button', { name: t('common.action.continue') }).click();
    await later.page.locator('#password').fill(SECOND_PASSWORD);
    await later.page.getByRole('button', { name: t('door.set-password.submit') }).click();
    await later.page.waitForURL(/\/portal/);

    // Whoever was signed in with the old one is not any more.
    await page.goto('/sign-in');
    await page.getByRole('heading', { level: 1, name: t('door.identify.heading') }).waitFor();
  });

  it('an administrator resets the password after a fresh proof, and sees nothing but where it went', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'en' });
    world.app.clock.advance(16 * MINUTE + SECOND);
    const admin = await world.visitAs(place.owner, { colorScheme: 'dark' });
    const { page, t } = admin;
    await page.goto('/console');
    await createConsole(admin).enter('console.people.title');
    await page.getByRole('link', { name: '李明', exact: true }).click();
    await page.getByRole('link', { name: t('people.tab.sign-in'), exact: true }).click();
    await page.getByRole('button', { name: t('people.password.reset') }).click();
    await page.getByRole('dialog').getByText('+86 138 •••• 8000').waitFor();
    await look(admin);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('people.password.reset') })
      .click();
    await page.getByLabel(t('common.word.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('common.action.continue') }).click();
    await page.getByText(t('people.password.sent.sms-link', { to: '+86 138 •••• 8000' })).waitFor();
    await look(admin);
    await page.getByRole('link', { name: t('people.tab.messages'), exact: true }).click();
    await page.getByText(t('people.template.S03'), { exact: true }).first().waitFor();
  });
});
