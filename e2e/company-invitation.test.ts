import type { Locale } from '@gatehouse/contract/locales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { createDoor, type Door, NUMBER, WRONG_NUMBER } from './door.ts';
import { tabTo } from './looks.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';
import type { Visit } from './visit.ts';
import { HOSTS, openWorld, PASSWORD, type World } from './world.ts';

const ORANGE = 'rgb(249, 115, 22)';
const WILLY = 'willy@urs.example';

describe.each<{ locale: Locale; width: number }>([
  { locale: 'zh-TW', width: 1280 },
  { locale: 'ru', width: 360 },
])('a customer accepts a supplier’s invitation, in $locale at $width px', ({ locale, width }) => {
  oneAfterTheOther();
  let world: World;
  let owner: Visit;
  let willy: Visit;
  let door: Door;
  let link: string;
  beforeAll(async () => {
    world = await openWorld();
    owner = await world.visit({ locale, width });
    willy = await world.visit({ locale, width });
    door = createDoor(world, willy, WILLY);
  });
  afterAll(async () => {
    await world.endVisits();
    await world.close();
  });

  it('the installation is set up by its one-time link, once', async () => {
    const { page, t } = owner;
    const setupLink = await world.setupLink();
    await page.goto(setupLink);
    await page.locator('#organizationName').fill(HOSTS[locale]);
    await page.locator('#country').selectOption('PL');
    await page.locator('#ownerName').fill('Olga Owner');
    await page.locator('#email').fill('olga@northwind.example');
    await page.locator('#password').fill(PASSWORD);
    await page.getByRole('button', { name: t('door.setup.submit') }).click();
    await page.getByRole('heading', { level: 1, name: t('overview.title') }).waitFor();
    await willy.page.goto(setupLink);
    expect(new URL(willy.page.url()).pathname).toBe('/sign-in');
  });

  it('the owner invites a company with what they know of it', async () => {
    const { page, t } = owner;
    const admin = createConsole(owner);
    await admin.link('console.invitations.new').click();
    await admin.heading(t('console.invitations.new')).waitFor();
    await admin.fill({
      'to.email': WILLY,
      name: 'Willy Wu',
      'company.name': 'URS Machining',
      'company.country': 'TW',
      'company.registrationNumber': WRONG_NUMBER,
      note: 'Machine 42 is ready for you.',
      locale,
    });
    await admin.button('console.invite.send').click();
    const alert = page.getByRole('alert').first();
    expect(await alert.innerText()).toContain(t('REGISTRATION-NUMBER-CHECK'));
    await admin.fill({ 'company.registrationNumber': '' });
    await admin.button('console.invite.send').click();
    await admin.heading('Willy Wu').waitFor();
    await page
      .getByText(t('console.timeline.delivered'))
      .or(page.getByText(t('console.timeline.sent')))
      .first()
      .waitFor();
  });

  it('the mail stands in the outbox, and its button leads to the invitation', async () => {
    const { page, t } = willy;
    await page.goto('/outbox');
    const subject = t('mail.M01.subject', {
      inviterName: 'Olga Owner',
      organizationName: HOSTS[locale],
      productName: 'Gatehouse',
    });
    await page.getByRole('link', { name: subject }).click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    link = (await page.locator('blockquote a[href*="/i/"]').first().getAttribute('href')) ?? '';
    await page.locator('summary', { hasText: t('outbox.html') }).click();
    await page
      .frameLocator('iframe')
      .getByRole('link', { name: t('mail.M01.button') })
      .click();
    await door.at('accept');
    expect(page.url()).not.toContain(new URL(link).pathname); // the token has left the address bar
    expect(await page.locator('main').innerText()).toContain('Machine 42 is ready for you.');
  });

  it('they accept, type the code, set a password and agree, with the keyboard alone', async () => {
    const { page, t } = willy;
    const press = async (selector: string) => {
      await tabTo(page, selector);
      await page.keyboard.press('Enter');
    };
    await press('main button.primary');
    await door.at('code');
    expect(await page.locator('#code').getAttribute('autocomplete')).toBe('one-time-code');
    await tabTo(page, '#code');
    await page.keyboard.type(await world.codeTo(WILLY));
    await press('main button.primary');
    await door.at('set-password');
    expect(await page.locator('#password[type=password]').getAttribute('autocomplete')).toBe('new-password');
    await tabTo(page, '#password');
    await page.keyboard.type(PASSWORD);
    await expect.poll(() => page.locator('#password-status').textContent()).toBe(t('door.set-password.all-met'));
    await press('main button.primary');
    await door.at('terms');
    await press('main button.primary');
    await door.at('company');
  });

  it('the button that creates the company is grey until all is right, says why, and is reached without a mouse', async () => {
    const { page, t } = willy;
    const create = page.locator('#create-company');
    const panel = page.locator('[role=status]#what-is-left');
    const lines = async () => (await panel.innerText()).split(/\n+/).filter(Boolean);
    const colour = () => page.evaluate(`getComputedStyle(document.getElementById('create-company')).backgroundColor`);
    const number = t('door.company.number.tw-ubn.label');
    expect(await page.locator('#name').inputValue()).toBe('URS Machining');
    expect(await lines()).toEqual([t('door.company.left', { count: 1 }), t('door.fill-in', { field: number })]);

    await tabTo(page, '#registrationNumber');
    await page.keyboard.type(WRONG_NUMBER);
    await page.keyboard.press('Tab');
    await expect.poll(lines).toContain(t('door.company.correct', { field: number }));
    expect(await page.locator('#registrationNumber-error').innerText()).toContain(t('REGISTRATION-NUMBER-CHECK'));
    expect(await create.getAttribute('aria-disabled')).toBe('true');
    expect(await colour()).not.toBe(ORANGE);

    await tabTo(page, '#create-company');
    await page.keyboard.press('Enter');
    await expect.poll(door.focused).toBe('error-summary');
    await tabTo(page, '#error-summary a');
    await page.keyboard.press('Enter');
    await expect.poll(door.focused).toBe('registrationNumber');

    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(NUMBER);
    await expect.poll(lines).toEqual([t('door.company.ready')]);
    expect(await create.getAttribute('aria-disabled')).toBeNull();
    await expect.poll(colour).toBe(ORANGE);
    expect((await create.innerText()).toLowerCase()).toBe(t('common.action.create-company').toLowerCase());
    await tabTo(page, '#create-company');
    await page.keyboard.press('Enter');
    await door.at('welcome');
    expect(await door.heading().innerText()).toBe(
      t('door.welcome.heading', { name: 'Willy Wu', company: 'URS Machining' }),
    );
  });

  it('the welcome page opens the portal with its first steps', async () => {
    const { page, t } = willy;
    await page.locator('main a.primary').click();
    await page.getByRole('heading', { level: 1, name: t('portal.home.greeting', { name: 'Willy Wu' }) }).waitFor();
    await page.getByRole('heading', { name: t('portal.checklist.title') }).waitFor();
    await page.getByText('URS Machining').filter({ visible: true }).first().waitFor();
  });

  it('the inviter sees the company, and the invitation accepted', async () => {
    const { page, t } = owner;
    const admin = createConsole(owner);
    await page.reload();
    await admin.heading('Willy Wu').waitFor();
    await page.getByText(t('common.state.accepted'), { exact: true }).first().waitFor();
    await admin.enter('console.companies.title');
    await page.getByRole('table').getByText('URS Machining').waitFor();
    expect(await page.getByRole('table').innerText()).toContain(NUMBER);
  });

  it('the used link leads whoever is signed in to where they belong, and tells others that it is used', async () => {
    await willy.page.goto(link);
    await willy.page.getByRole('heading', { name: willy.t('door.welcome.first') }).waitFor();
    const other = await world.visit({ locale, width });
    await other.page.goto(link);
    expect(await createDoor(world, other, WILLY).code()).toMatch(/^INV-USED-BY-/);
    await other.page.getByRole('link', { name: other.t('common.action.sign-in'), exact: true }).click();
    await other.page.locator('#identifier').waitFor();
  });
});
