import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../server/test/person.ts';
import { createConsole } from './console.ts';
import { faultsInBothSchemes, selfOf, sidewaysScroll, tabTo } from './looks.ts';
import { foundCompany, invite, join, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const HOST = '/console/northwind-machines';
const KATE = 'kate@urs.example';

describe('the console and the portal', () => {
  let world: World;
  let place: Place;
  let kate: Person;
  let open: string;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    const company = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };
    await foundCompany(world, place, KATE, company);
    kate = await join(world, place, KATE, { roles: ['administrator'] });
    open = await invite(world, place, 'waiting@customer.example', { name: 'Wanda Waiting', note: 'Machine 42' });
  });
  afterEach(() => world.endVisits()); // throws for errors, refusals of the policy and requests to others
  afterAll(() => world.close());

  const queryOf = ({ page }: Visit) => Object.fromEntries(new URL(page.url()).searchParams);
  const rows = async ({ page }: Visit) => page.locator('tbody tr').count();

  it('what the list of invitations is filtered by stands in its address', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await page.goto('/console/invitations');
    await expect.poll(() => rows(visit), { timeout: 10_000 }).toBe(3);
    await page.getByRole('button', { name: t('lists.filters') }).click();
    await page.getByRole('checkbox', { name: t('common.state.accepted'), exact: true }).check();
    await expect.poll(() => rows(visit)).toBe(2);
    expect(queryOf(visit)).toEqual({ state: 'accepted' });
    await page.getByRole('searchbox').fill('Pat');
    await expect.poll(() => queryOf(visit)).toEqual({ state: 'accepted', q: 'Pat' });
    await expect.poll(() => rows(visit)).toBe(1);
    await page.reload();
    await expect.poll(() => rows(visit)).toBe(1);
    expect(await page.getByRole('searchbox').inputValue()).toBe('Pat');
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText(t('portal.list.no-match.title')).waitFor();
    await page.getByRole('link', { name: t('common.action.clear-filters') }).click();
    await expect.poll(() => rows(visit)).toBe(3);
    expect(queryOf(visit)).toEqual({});
  });

  it('an invitation tells its story, is sent again, and is revoked after a question', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    const revokedOne = await invite(world, place, 'revoked@customer.example', { name: 'Rita Revoked' });
    world.app.clock.advance(5 * 60_000);
    await page.goto(`${HOST}/invitations/${revokedOne}`);
    await admin.heading('Rita Revoked').waitFor();
    await page.getByText(t('console.timeline.created')).waitFor();
    await admin.button('common.action.resend').click();
    await page.getByText(t('console.timeline.resent')).waitFor();
    expect(await world.mailsTo('revoked@customer.example')).toHaveLength(2);

    await admin.button('common.action.revoke').click();
    const question = page.getByRole('alertdialog');
    expect(await question.innerText()).toContain('revoked@customer.example');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await page.getByText(t('common.state.sent'), { exact: true }).first().waitFor(); // Escape has revoked nothing
    await admin.button('common.action.revoke').click();
    await question.getByRole('button', { name: t('console.invitation.revoke.action') }).click();
    await page.getByText(t('console.timeline.revoked')).waitFor();
    await question.waitFor({ state: 'detached' });
    expect(await admin.button('common.action.revoke').count()).toBe(0);
    const { page: door } = await world.visit();
    await door.goto(await world.linkTo('revoked@customer.example'));
    expect(await door.locator('div.code p:last-child span').first().innerText()).toBe('INV-REVOKED');
  });

  it('a wrong setting is named beside its field, and what is saved stays', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(`${HOST}/policies`);
    await admin.fill({ 'policies.invitationDays': '99' });
    await admin.button('common.action.save').click();
    const days = admin.field('policies.invitationDays');
    await expect.poll(() => days.getAttribute('aria-invalid')).toBe('true');
    await page
      .getByRole('alert')
      .getByText(t('FIELD-OUT-OF-RANGE', { min: 1, max: 30 }))
      .waitFor();
    expect(await admin.field('reason').getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('alert').getByRole('link').first().click();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe(await days.getAttribute('id'));
    await admin.fill({ 'policies.invitationDays': '14', reason: 'Two weeks of holidays' });
    await admin.button('common.action.save').click();
    await page.getByText(t('console.settings.saved')).waitFor();
    await page.reload();
    await expect.poll(() => days.inputValue()).toBe('14');
    await page.getByText(t('console.policies.open-invitations', { count: 1 })).waitFor();
    const log = `/api/v1/organizations/${place.org}/audit-events?action=organization.settings-changed`;
    const [event] = (await place.owner.get(log)).json().items;
    expect(event.change).toMatchObject({ reason: 'Two weeks of holidays' });

    await page.goto(`${HOST}/settings`);
    await admin.fill({ 'legal.termsUrl': 'https://northwind.example/terms' });
    await admin.button('common.action.save').click();
    await page.getByText(t('console.settings.saved')).waitFor();
    await page.reload();
    await expect.poll(() => admin.field('legal.termsUrl').inputValue()).toBe('https://northwind.example/terms');
  });

  it('people and their sign-ins are there, failures with their reason', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    const stranger = await world.visit();
    await stranger.page.goto('/sign-in');
    await stranger.page.locator('#identifier').fill(KATE);
    await stranger.page.getByRole('button', { name: t('common.action.continue') }).click();
    await stranger.page.locator('#password').fill('not her password');
    await stranger.page.locator('#password').press('Enter');
    await stranger.page.locator('#error-summary').waitFor();

    await page.goto(`${HOST}/people`);
    await page.getByRole('table').getByText('Pat Person').waitFor();
    expect(await page.getByRole('table').innerText()).toContain(t('common.role.administrator'));
    await admin.enter('console.sign-ins.title');
    await page.getByRole('button', { name: t('lists.filters') }).click();
    await page.getByRole('combobox', { name: t('console.sign-ins.result') }).selectOption('failure');
    await expect.poll(() => rows(visit)).toBe(1);
    expect(await page.getByRole('table').innerText()).toContain(t('console.reason.CRED-WRONG'));
    expect(queryOf(visit)).toEqual({ result: 'failure' });
  });

  it('somebody of two organizations switches, and what the address says is what they see', async () => {
    const visit = await world.visitAs(kate);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(`${HOST}/invitations`);
    await page.getByText('Wanda Waiting').waitFor();
    await page.getByRole('button', { name: t('portal.organization-switch', { name: 'Northwind Machines' }) }).click();
    await page.getByRole('menuitemradio', { name: 'URS Machining' }).click();
    await page.waitForURL(/\/console\/urs-machining\//);
    await admin.enter('console.invitations.title');
    await page.getByText(t('console.invitations.empty.title')).waitFor();
    expect(await page.getByText('Wanda Waiting').count()).toBe(0);
    await page.goto('/console');
    await page.waitForURL(/\/console\/urs-machining\//); // remembered
    await page.goto(`${HOST}/settings`);
    await expect.poll(() => admin.field('name').inputValue()).toBe('Northwind Machines');
  });

  it('language and theme last, the language on another device too', async () => {
    const visit = await world.visitAs(kate);
    const { page, t } = visit;
    await page.goto('/portal');
    const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const account = page.getByRole('button', { name: t('portal.account-menu', { name: 'Pat Person' }) });
    await account.click();
    const light = await colour();
    await page.getByRole('menuitemradio', { name: t('portal.theme.dark') }).click();
    await expect.poll(colour).not.toBe(light);
    await page.getByRole('button', { name: t('common.language'), exact: true }).click();
    const kept = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('menuitemradio', { name: 'Polski' }).click();
    expect((await kept).status()).toBe(200);
    await page.reload();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('pl');
    expect(await colour()).not.toBe(light);
    const elsewhere = await world.visitAs(kate);
    await elsewhere.page.goto('/portal');
    await expect.poll(() => elsewhere.page.locator('html').getAttribute('lang')).toBe('pl');
  });

  it('signing out ends the session at the server, and Back shows nothing of it', async () => {
    const person = await join(world, place, 'leaver@customer.example', { name: 'Lena Leaver' });
    const visit = await world.visitAs(person);
    const { page, t } = visit;
    await page.goto('/portal');
    await page.getByRole('button', { name: t('portal.account-menu', { name: 'Lena Leaver' }) }).click();
    await page.getByRole('menuitem', { name: t('common.action.sign-out') }).click();
    await page.locator('#identifier').waitFor();
    expect((await person.get('/api/v1/session')).status).toBe(401); // the cookie, kept by somebody else
    await page.goBack();
    await page.waitForURL(/\/sign-in/);
    expect(await page.getByText('Lena Leaver').count()).toBe(0);
    await page.locator('#identifier').fill('leaver@customer.example');
    await page.locator('#identifier').press('Enter');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#password').press('Enter');
    await page.getByRole('heading', { level: 1, name: t('portal.home.greeting', { name: 'Lena Leaver' }) }).waitFor();
  });

  it('an invitation is sent without a mouse, from the first press of the Tab key on', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(`${HOST}/invitations`);
    await page.getByText('Wanda Waiting').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe(t('portal.skip'));
    await page.keyboard.press('Enter');
    await tabTo(page, 'a[href$="/invitations/new"]');
    await page.keyboard.press('Enter');
    await admin.heading(t('console.invitations.new')).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
    await tabTo(page, '#field-to-email');
    await page.keyboard.type('keyboard@customer.example');
    await tabTo(page, 'button[type=submit]');
    await page.keyboard.press('Enter');
    await admin.heading('keyboard@customer.example').waitFor();
    await admin.button('common.action.revoke').press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(t('common.action.revoke'));
  });

  it('a page that does not exist keeps the way to the others', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    await page.goto(`${HOST}/nowhere`);
    await createConsole(visit).heading(t('portal.not-found.title')).waitFor();
    await createConsole(visit).enter('console.people.title');
  });

  const host = (...rooms: string[]) => rooms.map((room) => `${HOST}/${room}`);

  it.each([
    ['the portal', () => ['/portal', '/portal/devices', '/portal/profile', '/portal/security', '/portal/data']],
    [
      'people and invitations',
      () => host('invitations', 'invitations/new', `invitations/${open}`, 'imports', 'imports/new', 'queue', 'people'),
    ],
    [
      'what was, and who is',
      () => host('overview', 'diagnosis', 'companies', 'sign-in-log', 'audit-log', 'people?tab=join-requests'),
    ],
    ['what is set', () => host('branding', 'message-texts', 'webhook', 'policies', 'settings')],
    ['what there is not', () => [...host('nowhere'), '/console/nobody-s/settings']],
  ])('every page of %s is sound, light and dark, and fits a telephone', async (_part, paths) => {
    const { page } = await world.visitAs(place.owner);
    for (const path of paths()) {
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.locator('h1').waitFor();
      expect(await selfOf(page), path).toMatchObject({ lang: 'en', translate: 'no', headings: 1 });
      expect(await faultsInBothSchemes(page), path).toEqual([]);
      expect(await sidewaysScroll(page, 360), path).toBe(0);
      expect(await sidewaysScroll(page, 320), path).toBe(0);
    }
  });
});
