import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../server/src/kernel/clock.ts';
import { appCode } from '../server/test/authenticator-app.ts';
import { plugInAuthenticator } from './authenticator.ts';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';
import { newestInOutbox } from './outbox.ts';
import type { Place } from './people.ts';
import type { Visit } from './visit.ts';
import { HOSTS, openWorld, type World } from './world.ts';

const ORG = HOSTS['zh-CN'];
const MING = '李明';
const FANG = '王芳';
const OLD = '+86 138 0013 8000';
const NEW = '+86 139 1234 5678';
const FIRST = '春眠不觉晓处处闻啼鸟夜来风雨声';
const SECOND = '白日依山尽黄河入海流欲穷千里目';
const FANGS = '床前明月光疑是地上霜举头望明月';
const CODE = /#(\d{6})$/;
const DARK = { locale: 'zh-CN', width: 360, colorScheme: 'dark' } as const;
const WIDE = { locale: 'zh-CN', width: 1280 } as const;

/** One person, from the day they are added to the day they end their sessions elsewhere: each page of it, in a browser. */
describe('the life of a member', () => {
  oneAfterTheOther();
  let world: World;
  let place: Place;
  let admin: Visit;
  let phone: Visit;
  let desktop: Visit;
  let secret = '';
  let shot = 0;

  beforeAll(async () => {
    world = await openWorld({ host: 'localhost', keepTexts: true });
    place = await world.app.setUp({ organization: ORG, name: '赵敏' });
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    admin = await world.visitAs(place.owner, WIDE);
    phone = await world.visit(DARK);
    desktop = await world.visit(WIDE);
  });
  afterAll(async () => {
    await world.endVisits();
    await world.close();
  });

  const press = ({ page, t }: Visit, key: string, params = {}) =>
    page
      .getByRole('button', { name: t(key, params), exact: true })
      .first()
      .click();
  const at = ({ page, t }: Visit, key: string, params = {}) =>
    page.getByRole('heading', { level: 1, name: t(key, params) }).waitFor();

  /** What a page must be; a picture of it where pictures are wanted. */
  const look = async ({ page }: Visit, name: string) => {
    const path = `${process.env.SHOTS}/life-${String(shot++).padStart(2, '0')}-${name}.png`;
    if (process.env.SHOTS) await page.screenshot({ path, fullPage: true });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
  };
  /** What the newest text message to a number says, read where a developer reads it. */
  const texted = (number: string, pattern: RegExp) => newestInOutbox(world, number, pattern);
  const fromApp = () => appCode(world.app, secret);

  /** Names the number at the door; whoever has one is sent a code at once. */
  const identify = async (visit: Visit, number: string) => {
    await visit.page.goto('/sign-in');
    await visit.page.locator('#identifier').fill(number);
    await press(visit, 'common.action.continue');
    await at(visit, 'door.code.heading.sms');
  };
  const byPassword = async (visit: Visit, number: string, password: string) => {
    await identify(visit, number);
    await press(visit, 'door.code.use.password');
    await visit.page.locator('#password').fill(password);
    await press(visit, 'common.action.sign-in');
  };
  const typeCode = async (visit: Visit, number: string) => {
    await visit.page.locator('#code').fill(await texted(number, CODE));
    await press(visit, 'common.action.continue');
  };
  const setPassword = async (visit: Visit, password: string) => {
    await visit.page.locator('#password').fill(password);
    await press(visit, 'door.set-password.submit');
  };
  const signOut = async (visit: Visit) => {
    await press(visit, 'portal.account-menu', { name: MING });
    await visit.page.getByRole('menuitem', { name: visit.t('common.action.sign-out') }).click();
    await at(visit, 'door.identify.heading');
  };
  const add = async (name: string, number: string) => {
    const desk = createConsole(admin);
    await admin.page.goto('/console');
    await desk.enter('console.people.title');
    await desk.button('people.add.button').click();
    await desk.fill({ name, 'to.phone': number });
    await look(admin, 'add');
    await admin.page
      .getByRole('dialog')
      .getByRole('button', { name: admin.t('common.action.save'), exact: true })
      .click();
    await admin.page.getByRole('link', { name, exact: true }).waitFor();
  };

  it('a: an administrator adds them with nothing but a name and a number', async () => {
    await add(MING, OLD);
  });

  it('b: a password that they do not have is refused as a wrong one; the code of the text message leads in', async () => {
    const { page, t } = phone;
    await page.goto(await texted(OLD, /(http:\S+\/i\/[2-9A-Z]{10})/));
    await at(phone, 'door.accept.added.heading', { organization: ORG });
    await look(phone, 'landing');

    world.app.clock.advance(2 * MINUTE);
    await byPassword(desktop, '138 0013 8000', FIRST);
    await desktop.page.locator('#main-form').waitFor();
    await look(desktop, 'password-wrong');
    await desktop.page.getByText(desktop.t('CRED-WRONG')).first().waitFor();
    await press(desktop, 'door.code.use.sms-code');
    await look(desktop, 'code');

    await press(phone, 'common.action.send-code');
    await at(phone, 'door.code.heading.sms');
    await typeCode(phone, OLD);
    await page.locator('#password').waitFor();
    await look(phone, 'set-password');
    await setPassword(phone, FIRST);
    await at(phone, 'door.terms.heading');
    await look(phone, 'terms');
    await press(phone, 'common.action.agree');
    await page.waitForURL(/\/welcome\//);
    await look(phone, 'welcome');
    await page.goto('/portal');
    await page.getByText(t('portal.companies.title')).waitFor();
    await look(phone, 'portal');

    world.app.clock.advance(2 * MINUTE);
    await byPassword(desktop, OLD, FIRST);
    await desktop.page.waitForURL(/\/portal/);
  });

  it('c: a passkey, with which they sign in again', async () => {
    const { page, t } = phone;
    const held = await plugInAuthenticator(phone);
    await page.goto('/portal/security');
    await press(phone, 'security.passkeys.add');
    await page.getByText(t('security.passkeys.added')).waitFor();
    await look(phone, 'passkey');
    expect(await held()).toBe(1);
    await signOut(phone);
    const button = page.locator('[data-passkey] button');
    if (await button.isVisible()) await button.click().catch(() => {});
    await page.getByText(t('portal.companies.title')).waitFor();
  });

  it('d: the password is forgotten; the text message leads to another one, and whoever was signed in is not', async () => {
    const { page, t } = phone;
    await signOut(phone);
    await page.getByRole('link', { name: t('door.forgot.link') }).click();
    await at(phone, 'door.forgot.heading');
    await look(phone, 'forgot');
    await page.locator('#identifier').fill('13800138000');
    await press(phone, 'door.forgot.submit');
    await at(phone, 'door.forgot.sent.heading.sms');
    await look(phone, 'forgot-sent');
    await page.goto(await texted(OLD, /(http:\S+\/r\/[2-9A-Z]{10})/));
    await press(phone, 'common.action.continue');
    await at(phone, 'door.second-factor.heading');
    await look(phone, 'forgot-next');
    await press(phone, 'door.passkey.use');
    await page.locator('#password').waitFor();
    await look(phone, 'new-password');
    await setPassword(phone, SECOND);
    await page.waitForURL(/\/portal/);

    await desktop.page.goto('/portal');
    await at(desktop, 'door.identify.heading');
  });

  it('e: an app as second step; then all of it is lost, and a new start is waited for', async () => {
    const { page, t } = phone;
    await page.goto('/portal/security');
    await press(phone, 'security.app.add');
    await page.getByText(t('security.app.cannot-scan')).click();
    secret = (await page.locator('details [translate=no]').innerText()).replaceAll(' ', '');
    await page.getByLabel(t('security.app.code')).fill(fromApp());
    await look(phone, 'app');
    await press(phone, 'security.app.switch-on');
    await page.getByText(t('security.codes.title')).waitFor();
    await look(phone, 'codes');
    await press(phone, 'security.codes.kept');
    await page.getByText(t('security.app.on'), { exact: true }).waitFor();
    await look(phone, 'app-on');
    await signOut(phone);

    world.app.clock.advance(2 * MINUTE);
    await byPassword(desktop, OLD, SECOND);
    await at(desktop, 'door.second-factor.heading');
    await look(desktop, 'second-step');
    await desktop.page.locator('#code').fill(fromApp());
    await press(desktop, 'common.action.continue');
    await desktop.page.waitForURL(/\/portal/);

    world.app.clock.advance(2 * MINUTE);
    // Another telephone: the passkey went with the first one.
    phone = await world.visit(DARK);
    await byPassword(phone, OLD, SECOND);
    await at(phone, 'door.second-factor.heading');
    await phone.page.getByText(phone.t('door.second-factor.lost')).click();
    await phone.page.locator('#note').fill('手机掉进河里');
    await look(phone, 'lost');
    await press(phone, 'door.second-factor.ask');
    await phone.page.locator('p[role=status]:not(.error)').waitFor();
    await look(phone, 'asked');
    await texted(OLD, /(\/stop\/\S+)/);

    await admin.page.goto('/console');
    await createConsole(admin).enter('console.queue.title');
    await admin.page.getByText('手机掉进河里').waitFor();
    await look(admin, 'queue');
    await press(admin, 'common.action.approve');
    const dialog = admin.page.getByRole('dialog');
    await dialog.getByLabel(admin.t('queue.recovery.approve.reason')).fill('已按登记的座机号码回拨核实');
    await look(admin, 'approve');
    await dialog.getByRole('button', { name: admin.t('common.action.approve') }).click();
    await admin.page.getByText(admin.t('queue.recovery.approved')).waitFor();

    world.app.clock.advance(DAY + MINUTE);
    await byPassword(phone, OLD, SECOND);
    await at(phone, 'door.second-factor.heading');
    await look(phone, 'ready');
    await press(phone, 'door.second-factor.finish');
    await phone.page.waitForURL(/\/portal/);
  });

  it('f: another number; whoever is given the old one gets an account of their own', async () => {
    const { page, t } = phone;
    await page.goto('/portal/profile');
    await press(phone, 'security.identifiers.change-one', { address: OLD });
    await page.getByRole('dialog').getByLabel(t('security.identifiers.field')).fill('139 1234 5678');
    await look(phone, 'change');
    await press(phone, 'security.identifiers.send');
    const code = page.getByLabel(t('security.identifiers.code'), { exact: true });
    await code.waitFor();
    await look(phone, 'change-sent');
    await code.fill(await texted(NEW, CODE));
    await press(phone, 'security.identifiers.confirm');
    await page.getByText(t('security.identifiers.done')).waitFor();

    await add(FANG, OLD);
    world.app.clock.advance(2 * MINUTE);
    const fang = await world.visit(WIDE);
    await fang.page.goto(await texted(OLD, /(http:\S+\/i\/[2-9A-Z]{10})/));
    await press(fang, 'common.action.send-code');
    await typeCode(fang, OLD);
    await fang.page.locator('#password').waitFor();
    await look(fang, 'fang-password');
    await press(fang, 'door.set-password.later');
    await press(fang, 'common.action.agree');
    await fang.page.waitForURL(/\/welcome\//);
    await fang.page.goto('/portal');
    await fang.page.getByText(fang.t('portal.offer.title')).waitFor();
    await look(fang, 'offer');
    await press(fang, 'portal.password.set');
    await fang.page.getByRole('dialog').getByLabel(fang.t('portal.password.new')).fill(FANGS);
    await look(fang, 'offer-dialog');
    await fang.page
      .getByRole('dialog')
      .getByRole('button', { name: fang.t('portal.password.set') })
      .click();
    await fang.page.getByText(fang.t('portal.password.is-set')).waitFor();
    await fang.page.goto('/portal/devices');
    await fang.page.getByText(fang.t('portal.devices.current')).waitFor();
    expect(await fang.page.locator('main li').count()).toBe(1);
    await fang.page.goto('/portal/profile');
    await fang.page.getByText(OLD).first().waitFor();
    expect(await fang.page.getByText(MING).count()).toBe(0);
    await look(fang, 'fang-profile');
  });

  it('g: sessions elsewhere are ended, and the other browser is at the door with its next request', async () => {
    world.app.clock.advance(2 * MINUTE);
    await byPassword(desktop, NEW, SECOND);
    await desktop.page.waitForURL(/\/portal/);
    await desktop.page.goto('/portal/devices');
    await press(desktop, 'portal.devices.end-others');
    await desktop.page.getByText(desktop.t('portal.devices.others-ended', { count: 1 })).waitFor();
    await expect.poll(() => desktop.page.locator('main li').count()).toBe(1);
    await look(desktop, 'ended');
    await phone.page.getByRole('link', { name: phone.t('portal.devices.title') }).click();
    await at(phone, 'door.identify.heading');
    await look(phone, 'at-the-door');
  });
});
