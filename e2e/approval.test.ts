import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, must, type Person, walk } from '../server/test/person.ts';
import { createConsole } from './console.ts';
import { createDoor } from './door.ts';
import { accessibilityFaults, faultsInBothSchemes, sidewaysScroll } from './looks.ts';
import { invite, type Place } from './people.ts';
import { openWorld, type World } from './world.ts';

const QUEUE = '/console/northwind-machines/queue';
const WILLY = 'willy@urs.example';
const NUMBERS = ['04595257', '22099131', '84149961'];

describe('a company waits for approval', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    const policies = { companyApproval: true };
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  /** Somebody who has sent a company in, by the API. */
  async function ask(name: string, registrationNumber: string): Promise<Person> {
    const email = `${name.toLowerCase()}@${name.toLowerCase()}.example`;
    await invite(world, place, email, { name: `Pat ${name}` });
    const link = await world.linkTo(email);
    const person = createPerson(world.origin);
    const token = link.slice(link.lastIndexOf('/') + 1);
    const { path } = await walk(person, token, 'company', () => world.codeTo(email));
    await must(person.post(`${path}/company`, { name, country: 'TW', registrationNumber }), 200);
    return person;
  }

  it('the page turns by itself once it is decided, and can be left, noted on and taken back', async () => {
    await invite(world, place, WILLY, { name: 'Willy Wu' });
    const willy = await world.visit({ locale: 'zh-TW', width: 360 });
    const door = createDoor(world, willy, WILLY);
    const { page, t } = willy;
    await door.open();
    for (const name of ['accept', 'code', 'set-password', 'terms', 'company'] as const) await door.pass(name);
    await page
      .getByRole('heading', { name: t('door.waiting.heading-company', { company: 'URS Machining' }) })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
    await page.locator('#note').fill('請致電 04-2345-6789');
    await page.getByRole('button', { name: t('common.action.save') }).click();
    await expect.poll(() => page.locator('#note').inputValue()).toContain('04-2345');

    const admin = await world.visitAs(place.owner);
    const rooms = createConsole(admin);
    await admin.page.goto('/console/overview');
    await admin.page.getByRole('link', { name: admin.t('overview.attention.waiting-companies.action') }).click();
    await rooms.heading(admin.t('console.queue.title')).waitFor();
    const row = admin.page.locator('[data-row]').first();
    expect(await row.innerText()).toContain('請致電 04-2345-6789');
    expect(await row.innerText()).toContain(admin.t('queue.proof.email', { address: WILLY, domain: 'urs.example' }));
    await admin.page.getByRole('button', { name: admin.t('queue.approve', { name: 'URS Machining' }) }).click();
    const undo = admin.page.getByRole('button', { name: admin.t('queue.undo', { name: 'URS Machining' }) });
    await undo.waitFor();
    expect(await admin.page.evaluate('document.activeElement.textContent')).toBe(admin.t('queue.undo-short'));
    await undo.click();
    await admin.page.getByRole('button', { name: admin.t('queue.approve', { name: 'URS Machining' }) }).click();
    // Whoever leaves the room has decided.
    await rooms.enter('console.companies.title');
    await admin.page.getByRole('table').getByText('URS Machining').waitFor();

    await page.getByText(t('door.waiting.decided')).waitFor({ timeout: 30_000 });
    await page.waitForURL(/\/welcome\/urs-machining/, { timeout: 30_000 });
    await page.getByRole('heading', { name: t('door.welcome.first') }).waitFor();
  });

  it('the queue is worked with the keyboard, several at once, each with what became of it', async () => {
    await ask('Alpha', NUMBERS[0] ?? '');
    await ask('Beta', NUMBERS[1] ?? '');
    const third = await ask('Gamma', NUMBERS[2] ?? '');
    const admin = await world.visitAs(place.owner);
    const { page, t } = admin;
    await page.goto(QUEUE);
    await page.getByRole('heading', { level: 3, name: 'Gamma' }).waitFor();
    const badge = page
      .getByRole('navigation', { name: t('portal.nav') })
      .getByText(t('console.queue.waiting', { count: 3 }));
    await badge.waitFor({ state: 'attached' });
    const list = await must(
      place.owner.get(`/api/v1/organizations/${place.org}/company-approvals`).then((answer) => ({
        status: answer.statusCode,
        body: answer.json(),
        headers: {},
      })) as never,
      200,
    );
    const gamma = list.body.items.find(({ company }: { company: { name: string } }) => company.name === 'Gamma').id;
    await page.getByRole('checkbox', { name: t('queue.select', { name: 'Alpha' }) }).focus();
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page
      .getByText(t('queue.selected', { count: 3 }))
      .first()
      .waitFor();
    // Somebody else is quicker with the third.
    const path = `/api/v1/organizations/${place.org}/company-approvals/${gamma}/decision`;
    await place.owner.post(path, { decision: 'approve' });
    await page.getByRole('button', { name: t('queue.reject-with-reason') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('common.action.reject') }).click();
    await dialog.getByText(t('FIELD-REQUIRED')).waitFor();
    await dialog.getByRole('textbox').fill('These are not customers of ours.');
    await dialog.getByRole('button', { name: t('common.action.reject') }).click();
    await page.getByText(t('queue.taken.approved', { name: 'Olga Owner' })).waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: t('queue.tab.decided') }).click();
    const table = page.getByRole('table');
    await table.getByText('These are not customers of ours.').first().waitFor();
    expect(await table.innerText()).toContain('Beta');
    expect(third).toBeDefined();
  });

  it('is sound, light and dark, and fits a telephone', async () => {
    await ask('Delta', '80333992');
    const { page } = await world.visitAs(place.owner);
    for (const path of [QUEUE, `${QUEUE}?tab=decided`]) {
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.locator('h1').waitFor();
      expect(await faultsInBothSchemes(page), path).toEqual([]);
      expect(await sidewaysScroll(page, 320), path).toBe(0);
    }
  });
});
