import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoor, type Door } from './door.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';
import { invite } from './people.ts';
import type { Visit } from './visit.ts';
import { HOSTS, openWorld, PASSWORD, type World } from './world.ts';

const JAN = 'jan@klient.example';
const NIP = '5260250274';

describe('a customer comes in without any script, in Polish, by a mail over SMTP', () => {
  oneAfterTheOther();
  let world: World;
  let jan: Visit;
  let door: Door;
  beforeAll(async () => {
    world = await openWorld({ mail: 'smtp' });
    const place = await world.app.setUp({ organization: HOSTS.pl, name: 'Łucja Żak' });
    const company = { name: 'Stal Łódź', country: 'PL', address: 'ul. Piotrkowska 1, Łódź' };
    await invite(world, place, JAN, { locale: 'pl', name: 'Jan Kowal', company });
    jan = await world.visit({ locale: 'pl', script: false, width: 800 });
    door = createDoor(world, jan, JAN);
  });
  afterAll(async () => {
    await world.endVisits();
    await world.close();
  });

  const focusIsOn = async (id: string) => expect.poll(() => jan.page.locator(`#${id}:focus`).count()).toBe(1);
  const switchTo = async (name: string) => {
    await jan.page.locator('.languages summary').click();
    await jan.page.getByRole('button', { name }).click();
  };

  it('the mail has arrived, in Polish, as text and as HTML with the same link', async () => {
    const [mail] = await world.mailsTo(JAN);
    const link = await world.linkTo(JAN);
    expect(mail?.subject).toBe(`Łucja Żak zaprasza Cię do Gatehouse (${HOSTS.pl})`);
    expect(mail?.html).toContain(link);
    expect(mail?.html).toContain('lang="pl"');
  });

  it('the link works as often as it is opened, and Back from the next page is safe', async () => {
    const { page } = jan;
    await door.open();
    await door.open();
    await door.pass('accept');
    await door.at('code');
    await page.goBack();
    await door.at('accept');
    await door.pass('accept');
    await door.at('code');
  });

  it('a wrong code is said at the top of the page, which has the focus', async () => {
    const { page, t } = jan;
    const code = await world.codeTo(JAN);
    await page.locator('#code').fill(code === '000000' ? '000001' : '000000');
    await door.button('common.action.continue').click();
    await focusIsOn('error-summary');
    expect(await page.title()).toMatch(new RegExp(`^${t('common.title.error', { title: '' }).trim()}`));
    expect(await page.locator('#code').getAttribute('aria-invalid')).toBe('true');
    await door.pass('code');
    await door.at('set-password');
  });

  it('a weak password is refused in words and never sent back', async () => {
    const { page } = jan;
    await page.locator('#password').fill('kowal');
    await door.button('door.set-password.submit').click();
    await focusIsOn('error-summary');
    expect(await page.locator('#password').inputValue()).toBe('');
    await page.locator('#password').fill(PASSWORD);
    await door.button('door.set-password.submit').click();
    await door.at('terms');
    await door.pass('terms');
    await door.at('company');
  });

  it('a wrong number is refused, and everything typed is still there', async () => {
    const { page, t } = jan;
    expect(await page.locator('#address').inputValue()).toBe('ul. Piotrkowska 1, Łódź');
    await page.locator('#name').fill('Stal Łódź sp. z o.o.');
    await page.locator('#registrationNumber').fill('526 025 02 75');
    await door.button('common.action.create-company').click({ force: true }); // grey is no obstacle
    await focusIsOn('error-summary');
    expect(await page.locator('#error-summary a').getAttribute('href')).toBe('#registrationNumber');
    expect(await page.locator('#registrationNumber-error').innerText()).toContain(t('REGISTRATION-NUMBER-CHECK'));
    expect(await page.locator('#registrationNumber').inputValue()).toBe('526 025 02 75');
    expect(await page.locator('#name').inputValue()).toBe('Stal Łódź sp. z o.o.');
    expect(await page.locator('#create-company').getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('#what-is-left').innerText()).toContain(t('door.company.left', { count: 1 }));
  });

  it('another language keeps what was typed', async () => {
    const { page } = jan;
    await page.locator('#phone').fill('+48 512 345 678');
    await switchTo('Русский');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ru');
    expect(await page.locator('#phone').inputValue()).toBe('+48 512 345 678');
    expect(await page.locator('#name').inputValue()).toBe('Stal Łódź sp. z o.o.');
    expect(await page.locator('#registrationNumber').inputValue()).toBe('526 025 02 75');
    await switchTo('Polski');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('pl');
  });

  it('saved and left, the data wait in the form', async () => {
    const { page } = jan;
    await page.locator('#registrationNumber').fill('');
    await door.button('door.company.save').click();
    await door.at('company');
    await door.open();
    await door.pass('accept');
    await door.at('company');
    expect(await page.locator('#phone').inputValue()).toBe('+48 512 345 678');
  });

  it('pressed twice, the button creates one company', async () => {
    const { page, t } = jan;
    await page.locator('#registrationNumber').fill(NIP);
    await page.locator('#create-company').dblclick({ force: true });
    await door.at('welcome');
    expect(await door.heading().innerText()).toBe(
      t('door.welcome.heading', { name: 'Jan Kowal', company: 'Stal Łódź sp. z o.o.' }),
    );
    const { rows } = await world.app.services.database.pool.query(
      `select (select count(*)::int from organizations) as organizations,
        (select count(*)::int from memberships) as memberships,
        (select count(*)::int from messages where template = 'M06' and to_address = $1) as welcomes`,
      [JAN],
    );
    expect(rows[0]).toEqual({ organizations: 2, memberships: 2, welcomes: 1 });
  });

  it('Back leads to the welcome page again, not to a form that has been used', async () => {
    const { page } = jan;
    await page.goBack();
    await door.at('welcome');
    await door.open();
    await door.at('welcome');
  });
});
