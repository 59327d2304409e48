import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { createConsole } from './console.ts';
import { lookAt, tabTo } from './looks.ts';
import { CUSTOMER, type CustomerCompany, foundCustomer, type Place, proveEverybody } from './people.ts';
import { openWorld, type World } from './world.ts';

const HOST = '/console/northwind-machines';

describe('suspending and closing an organization', () => {
  let world: World;
  let place: Place;
  let company: CustomerCompany;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
    company = await foundCustomer(world, place);
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('is done by keyboard, says in numbers whom it concerns, and comes back', async () => {
    await proveEverybody(world);
    await company.owner.patch('/api/v1/session', { locale: 'zh-TW' });
    const owner = await world.visitAs(company, { locale: 'zh-TW' });
    await owner.page.goto('/console/urs-machining/settings');
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto(`${HOST}/companies`);
    await page.getByRole('link', { name: CUSTOMER.name, exact: true }).press('Enter');
    await admin.heading(CUSTOMER.name).waitFor();
    await page.getByText(t('closing.effect.people', { people: 1 })).waitFor();
    await page.getByText(t('closing.effect.invitations', { count: 1 })).waitFor();
    await lookAt(page, 'company');
    await admin.button('closing.suspend.button').press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('closing.suspend.button') })
      .press('Enter');
    await page.getByRole('alertdialog').getByText(t('FIELD-REQUIRED')).waitFor();
    await lookAt(page, 'suspend');
    await tabTo(page, '#field-reason');
    await page.keyboard.type('The contract has ended');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('closing.suspend.button') })
      .press('Enter');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByText(/The contract has ended/).waitFor();
    await lookAt(page, 'suspended');

    // Their console was open all the time.
    await createConsole(owner).link('console.people.title').click();
    await owner.page.waitForURL('**/portal');
    await owner.page.getByText(/The contract has ended/).waitFor();
    await lookAt(owner.page, 'portal');

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
    await proveEverybody(world);
    await company.owner.patch('/api/v1/session', { locale: 'pl' });
    const visit = await world.visitAs(company, { locale: 'pl' });
    const { page, t } = visit;
    const admin = createConsole(visit);
    await page.goto('/console/urs-machining/settings');
    await admin.button('closing.own.button').waitFor();
    await lookAt(page, 'settings');
    await admin.button('closing.own.button').press('Enter');
    const dialog = page.getByRole('alertdialog');
    await admin.fill({ reason: 'Przenosimy się', shortName: 'urs' });
    await dialog.getByRole('button', { name: t('closing.own.button') }).click();
    await dialog.getByText(t('SHORT-NAME-WRONG', { expected: 'urs-machining' })).waitFor();
    await lookAt(page, 'close');
    await admin.fill({ shortName: 'urs-machining' });
    await dialog.getByRole('button', { name: t('closing.own.button') }).click();
    await page.waitForURL('**/portal');
    await page.getByText(t('closing.portal.deleting')).waitFor();
    await lookAt(page, 'closed');
    await page.goto('/console/urs-machining/settings');
    await page.waitForURL('**/portal');

    const supplier = await world.visitAs(place.owner, { locale: 'en' });
    await supplier.page.goto(`${HOST}/companies`);
    await supplier.page.getByText(supplier.t('closing.state.deleting')).waitFor();
    await supplier.page.getByRole('link', { name: CUSTOMER.name, exact: true }).click();
    await supplier.page.getByText(supplier.t('closing.not-yours-to-keep')).waitFor();
    await lookAt(supplier.page, 'deleting');

    await page.getByRole('button', { name: t('closing.keep.button') }).press('Enter');
    await page.getByRole('button', { name: t('closing.keep.button') }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: t('portal.companies.manage-of', { name: CUSTOMER.name }) }).waitFor();
  });
});
