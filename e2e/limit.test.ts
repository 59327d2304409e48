import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { lookAt, tabTo } from './looks.ts';
import { CUSTOMER, type CustomerCompany, foundCustomer, type Place, proveEverybody } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

describe('a limit of members', () => {
  let world: World;
  let place: Place;
  let company: CustomerCompany;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
    company = await foundCustomer(world, place);
    await proveEverybody(world);
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  async function setLimit({ page, t }: Visit, limit: string) {
    await page.getByRole('button', { name: t('closing.limit.button') }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await tabTo(page, '#field-limit');
    await page.locator('#field-limit').fill(limit);
    await tabTo(page, '#field-reason');
    await page.keyboard.type('As the contract says');
    return dialog;
  }

  it('is set by keyboard, said to those who invite and to whoever comes, and raised again', async () => {
    const supplier = await world.visitAs(place.owner, { locale: 'zh-CN' });
    const { page, t } = supplier;
    await place.owner.patch('/api/v1/session', { locale: 'zh-CN' });
    await page.goto(`/console/northwind-machines/companies/${company.org}`);
    await page.getByText(t('console.seats.none', { members: 1 })).waitFor();
    const dialog = await setLimit(supplier, '0');
    await page.keyboard.press('Enter');
    await dialog.getByText(t('FIELD-OUT-OF-RANGE', { min: 1, max: 1_000_000 })).waitFor();
    await page.locator('#field-limit').fill('1');
    await dialog.getByText(t('closing.limit.below', { over: 1 })).waitFor();
    await lookAt(page, 'limit-dialog');
    await page.locator('#field-reason').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t('console.seats.taken', { members: 1, limit: 1 })).waitFor();
    await lookAt(page, 'limit-company');

    const owner = await world.visitAs(company, { locale: 'en' });
    await owner.page.goto('/console/urs-machining/people');
    await owner.page.getByText(owner.t('console.seats.taken', { members: 1, limit: 1 })).waitFor();
    await lookAt(owner.page, 'limit-people');
    await createConsole(owner).button('people.add.button').click();
    await owner.page.locator('#field-name').fill('Ada Added');
    await owner.page.locator('#field-to-email').fill('ada@urs.example');
    await owner.page.getByRole('button', { name: owner.t('common.action.save'), exact: true }).click();
    await owner.page.getByRole('alert').waitFor();
    expect(await owner.page.locator('#field-to-email').inputValue()).toBe('ada@urs.example');
    await lookAt(owner.page, 'limit-added');
    await owner.page.goto('/console/urs-machining/overview');
    await owner.page.getByRole('link', { name: owner.t('overview.attention.seats-full.action') }).click();
    await owner.page.getByText('mei@urs.example').first().waitFor();

    for (const locale of ['en', 'zh-CN'] as const) {
      const visit = await world.visit({ locale });
      await visit.page.goto(await world.linkTo('mei@urs.example'));
      await visit.page.getByRole('heading', { level: 1, name: visit.t('SEATS-FULL', { who: 'person' }) }).waitFor();
      await lookAt(visit.page, `limit-stopped-${locale}`);
    }

    const raised = await setLimit(supplier, '2');
    await page.keyboard.press('Enter');
    await raised.waitFor({ state: 'detached' });
    const later = await world.visit();
    await later.page.goto(await world.linkTo('mei@urs.example'));
    await later.page.locator('form').first().waitFor();
    expect(await later.page.getByRole('heading', { level: 1 }).textContent()).toContain(CUSTOMER.name);
  });

  it('a list says before it is run who finds no seat, and speaks of those whom it added as of people', async () => {
    const limit = `/api/v1/organizations/${place.org}/companies/${company.org}/limit`;
    await proveEverybody(world);
    expect((await place.owner.post(limit, { limit: 3, reason: 'As the contract says' })).statusCode).toBe(200);
    for (const locale of ['zh-CN', 'pl'] as const) {
      await company.owner.patch('/api/v1/session', { locale });
      const { page, t } = await world.visitAs(company, { locale });
      await page.goto('/console/urs-machining/imports/new');
      await page.locator('#import-text').fill('ada@urs.example\nbob@urs.example\n');
      await page.getByRole('button', { name: t('imports.check') }).click();
      const notice = page.getByText(t('imports.seats', { left: 1, without: 1 }));
      await notice.waitFor();
      await page.getByRole('row', { name: /bob@/ }).getByText(t('imports.row.no-seat'), { exact: true }).waitFor();
      await lookAt(page, `import-seats-${locale}`);
      await page.getByRole('radio', { name: t('imports.become.company'), exact: true }).click();
      await notice.waitFor({ state: 'detached' });
      await page.getByRole('radio', { name: t('imports.become.added'), exact: true }).click();
      await notice.waitFor();
      if (locale === 'zh-CN') continue;
      await page.getByRole('button', { name: t('imports.run-added', { count: 2 }) }).click();
      await page
        .getByText(t('SEATS-FULL', { who: 'inviter', limit: 3 }))
        .first()
        .waitFor();
      await page.getByRole('button', { name: t('imports.undo'), exact: true }).click();
      await page.getByRole('heading', { name: t('imports.undo.title-added') }).waitFor();
      await lookAt(page, `import-undo-${locale}`);
      await page.getByRole('button', { name: t('imports.undo.confirm-added'), exact: true }).click();
      await page.getByText(t('imports.row.withdrawn-added'), { exact: true }).first().waitFor();
      await page.getByRole('button', { name: t('operations.tray.button', { count: 0 }) }).click();
      await page.getByText(t('operations.outcome-undone-added', { done: 1, kept: 0 }), { exact: true }).waitFor();
    }
  });
});
