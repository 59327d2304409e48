import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../server/test/person.ts';
import { lookAt } from './looks.ts';
import { CUSTOMER, type CustomerCompany, foundCustomer, join, type Place, proveEverybody } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const NAME = 'Northwind Machines';

describe('leaving an organization', () => {
  let world: World;
  let place: Place;
  let company: CustomerCompany;
  let nina: Person;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
    company = await foundCustomer(world, place);
    await join(world, place, 'nina@urs.example', { roles: ['inviter', 'member'] });
    nina = await join(world, company, 'nina@urs.example');
    const client = world.app.client();
    for (const [name, value] of nina.cookies) client.cookies.set(name, value);
    await client.patch('/api/v1/session', { locale: 'ru' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const leaveOf = ({ page, t }: Visit, name: string) =>
    page.getByRole('button', { name: t('portal.leave.of', { name }), exact: true });
  const confirm = ({ page, t }: Visit) =>
    page.getByRole('dialog').getByRole('button', { name: t('portal.leave.confirm'), exact: true });

  it('says what ends and what stays, and is done by keyboard', async () => {
    const visit = await world.visitAs(nina, { locale: 'ru' });
    const { page, t } = visit;
    await page.goto('/portal');
    await leaveOf(visit, CUSTOMER.name).waitFor();
    await lookAt(page, 'places');
    await leaveOf(visit, NAME).press('Enter');
    await page.getByRole('dialog', { name: t('portal.leave.title', { name: NAME }) }).waitFor();
    const roles = `${t('common.role.inviter')} · ${t('common.role.member')}`;
    await page.getByText(t('portal.leave.lost', { roles })).waitFor();
    await lookAt(page, 'leave');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await nina.get('/api/v1/session')).body.memberships).toHaveLength(2);
    await leaveOf(visit, NAME).press('Enter');
    await confirm(visit).press('Enter');
    await page.getByText(t('portal.leave.done', { name: NAME })).waitFor();
    await leaveOf(visit, NAME).waitFor({ state: 'detached' });
    await leaveOf(visit, CUSTOMER.name).waitFor();
    await lookAt(page, 'left');
    expect((await nina.get('/api/v1/session')).body.memberships).toHaveLength(1);
  });

  it('tells the last owner what to do first, and leaves nothing to press', async () => {
    await company.owner.patch('/api/v1/session', { locale: 'en' });
    const visit = await world.visitAs(company);
    const { page, t } = visit;
    await page.goto('/portal');
    await leaveOf(visit, CUSTOMER.name).click();
    await page.getByRole('dialog').getByText(t('LAST-OWNER.action')).waitFor();
    expect(await confirm(visit).count()).toBe(0);
    await lookAt(page, 'last-owner');
  });

  it('is possible where an organization is suspended, but not for its last owner', async () => {
    await proveEverybody(world);
    const suspended = await place.owner.post(`/api/v1/organizations/${place.org}/companies/${company.org}/suspend`, {
      reason: 'The contract has ended',
    });
    expect(suspended.statusCode, suspended.body).toBe(200);
    const owner = await world.visitAs(company);
    await owner.page.goto('/portal');
    await leaveOf(owner, CUSTOMER.name).click();
    await owner.page.getByText(owner.t('portal.leave.held-closed')).waitFor();
    await lookAt(owner.page, 'last-owner-suspended');
    const visit = await world.visitAs(nina, { locale: 'ru' });
    const { page, t } = visit;
    await page.goto('/portal');
    await leaveOf(visit, CUSTOMER.name).click();
    await confirm(visit).click();
    await page.getByText(t('portal.leave.done', { name: CUSTOMER.name })).waitFor();
    await page.getByText(t('portal.companies.empty.title')).waitFor();
    await lookAt(page, 'left-suspended');
  });
});
