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
});
