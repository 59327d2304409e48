import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll, tabTo } from './looks.ts';
import { foundCompany, invite, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

const HOST = '/console/northwind-machines';
const COMPANY = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };

describe('suspending and closing an organization', () => {
  let world: World;
  let place: Place;
  let company: Place & { cookies: ReadonlyMap<string, string> };
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
    const person = await foundCompany(world, place, 'willy@urs.example', COMPANY);
    const owner = world.app.client();
    for (const [name, value] of person.cookies) owner.cookies.set(name, value);
    const { memberships } = (await owner.get('/api/v1/session')).json();
    company = { owner, org: memberships[0].organization.id, cookies: person.cookies };
    await invite(world, company, 'mei@urs.example', { kind: 'member' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const prove = () =>
    world.app.services.database.pool.query('update sessions set proven_at = $1 where ended_at is null', [
      world.app.clock.now(),
    ]);

  async function look(page: Awaited<ReturnType<World['visit']>>['page'], name: string) {
    expect(await accessibilityFaults(page), name).toEqual([]);
    expect(await sidewaysScroll(page, 360), name).toBe(0);
    if (!process.env.SHOTS) return;
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(400); // colours change gently
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  it('is done by keyboard, says in numbers whom it concerns, and comes back', async () => {
    await prove();
    await company.owner.patch('/api/v1/session', { locale: 'zh-TW' });
    const owner = await world.visitAs(company, { locale: 'zh-TW' });
    await owner.page.goto('/console/urs-machining/settings');
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(`${HOST}/companies`);
    await page.getByRole('link', { name: COMPANY.name, exact: true }).press('Enter');
    await admin.heading(COMPANY.name).waitFor();
    await page.getByText(t('closing.effect.people', { people: 1 })).waitFor();
    await page.getByText(t('closing.effect.invitations', { count: 1 })).waitFor();
    await look(page, 'company');
    await admin.button('closing.suspend.button').press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('closing.suspend.button') })
      .press('Enter');
    await page.getByRole('alertdialog').getByText(t('FIELD-REQUIRED')).waitFor();
    await look(page, 'suspend');
    await tabTo(page, '#field-reason');
    await page.keyboard.type('The contract has ended');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('closing.suspend.button') })
      .press('Enter');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByText(/The contract has ended/).waitFor();
    await look(page, 'suspended');

    // Their console was open all the time.
    await createConsole(owner).link('console.people.title').click();
    await owner.page.waitForURL('**/portal');
    await owner.page.getByText(/The contract has ended/).waitFor();
    await look(owner.page, 'portal');

    await admin.button('closing.resume.button').click();
    await admin.fill({ reason: 'They pay again' });
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('closing.resume.button') })
      .click();
    await admin.button('closing.suspend.button').waitFor();
    await owner.page.goto('/console/urs-machining/settings');
    await owner.page.getByRole('heading', { level: 1, name: owner.t('console.settings.title') }).waitFor();
  });

  it('an owner closes it by typing its name, is led to the portal, and keeps it there', async () => {
    await prove();
    await company.owner.patch('/api/v1/session', { locale: 'pl' });
    const visit = await world.visitAs(company, { locale: 'pl' });
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto('/console/urs-machining/settings');
    await admin.button('closing.own.button').waitFor();
    await look(page, 'settings');
    await admin.button('closing.own.button').press('Enter');
    const dialog = page.getByRole('alertdialog');
    await admin.fill({ reason: 'Przenosimy się', shortName: 'urs' });
    await dialog.getByRole('button', { name: t('closing.own.button') }).click();
    await dialog.getByText(t('SHORT-NAME-WRONG', { expected: 'urs-machining' })).waitFor();
    await look(page, 'close');
    await admin.fill({ shortName: 'urs-machining' });
    await dialog.getByRole('button', { name: t('closing.own.button') }).click();
    await page.waitForURL('**/portal');
    await page.getByText(t('closing.portal.deleting')).waitFor();
    await look(page, 'closed');
    await page.goto('/console/urs-machining/settings');
    await page.waitForURL('**/portal');

    const supplier = await world.visitAs(place.owner, { locale: 'en' });
    await supplier.page.goto(`${HOST}/companies`);
    await supplier.page.getByText(supplier.t('closing.state.deleting')).waitFor();
    await supplier.page.getByRole('link', { name: COMPANY.name, exact: true }).click();
    await supplier.page.getByText(supplier.t('closing.not-yours-to-keep')).waitFor();
    await look(supplier.page, 'deleting');

    await page.getByRole('button', { name: t('closing.keep.button') }).press('Enter');
    await page.getByRole('button', { name: t('closing.keep.button') }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: t('portal.companies.manage-of', { name: COMPANY.name }) }).waitFor();
  });
});
