import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../server/src/kernel/clock.ts';
import { worldOf } from '../server/test/journey.ts';
import type { Person } from '../server/test/person.ts';
import { createDoor } from './door.ts';
import { invite, join, type Place } from './people.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

describe('a link is opened where it was not expected', () => {
  let world: World;
  let place: Place;
  let anna: Person;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp();
    anna = await join(world, place, 'anna@firma.example', { name: 'Anna Other' });
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const membershipsOf = async (email: string) => {
    const { rows } = await world.app.services.database.pool.query(
      `select m.organization_id as id from memberships m join identifiers i using (account_id) where i.canonical = $1`,
      [email],
    );
    return rows.length;
  };

  it('both addresses are shown, nothing is used up, and after switching the invited person comes in', async () => {
    await invite(world, place, 'willy@urs.example', { name: 'Willy Wu' });
    const visit = await world.visitAs(anna);
    const door = createDoor(world, visit, 'willy@urs.example');
    const before = await worldOf(world.app);
    await door.open();
    const text = await visit.page.locator('main').innerText();
    expect(text).toContain('anna@firma.example');
    expect(text).toContain('w••••@urs.example');
    expect(text).not.toContain('willy');
    expect(await door.code()).toBe('INV-WRONG-ACCOUNT');
    expect(await worldOf(world.app)).toEqual(before);

    await door.button('door.wrong-account.switch').click();
    await door.walk('welcome');
    expect(await door.heading().innerText()).toContain('Willy Wu');
    expect(await membershipsOf('anna@firma.example')).toBe(1);
    expect(await membershipsOf('willy@urs.example')).toBe(1);
    expect((await anna.get('/api/v1/session')).status).toBe(401); // signed out at the server, too
  });

  it('whoever owns both addresses proves the invited one and keeps their account', async () => {
    const kate = await join(world, place, 'kate@firma.example', { name: 'Kate Both' });
    await invite(world, place, 'kate@urs.example', { name: 'Kate Both' });
    const visit = await world.visitAs(kate);
    const door = createDoor(world, visit, 'kate@urs.example');
    await door.open();
    await door.button('door.wrong-account.add.email').click();
    await door.at('code');
    await door.pass('code');
    await visit.page.locator('#create-company, main button.primary').first().waitFor();
    if (await door.button('common.action.agree').isVisible()) await door.pass('terms');
    await door.at('company');
    await visit.page.locator('#name').fill('Kate and Sons');
    await visit.page.locator('#country').selectOption('TW');
    await visit.page.locator('#registrationNumber').fill('04595257');
    await door.button('common.action.create-company').click();
    await door.at('welcome');
    expect(await membershipsOf('kate@firma.example')).toBe(2);
    expect(await membershipsOf('kate@urs.example')).toBe(2); // the same account
  });

  it('on another device they prove who they are and go on at the same step', async () => {
    await invite(world, place, 'resumed@urs.example', { name: 'Rita Resumed' });
    const desk = await world.visit();
    const atDesk = createDoor(world, desk, 'resumed@urs.example');
    await atDesk.open();
    await atDesk.walk('company');
    await desk.page.locator('#address').fill('88 Gongye Road, Taichung');
    const saved = desk.page.waitForResponse(/\/save-company$/);
    await atDesk.button('door.company.save').click();
    await saved;
    const phone = await world.visit({ width: 360 });
    const atPhone = createDoor(world, phone, 'resumed@urs.example');
    await atPhone.open();
    await atPhone.pass('accept');
    await phone.page.getByRole('button', { name: phone.t('common.method.password') }).click();
    await phone.page.locator('#password').fill(PASSWORD);
    await atPhone.button('common.action.sign-in').click();
    await atPhone.at('company');
    expect(await phone.page.locator('#address').inputValue()).toBe('88 Gongye Road, Taichung');
  });

  it('an expired link says so before anything else, names who invited, and gives a new one in one press', async () => {
    await invite(world, place, 'late@urs.example', { name: 'Lena Late', expiresInDays: 1 });
    const old = await world.linkTo('late@urs.example');
    world.app.clock.advance(2 * DAY);
    const visit = await world.visit({ locale: 'pl' });
    const door = createDoor(world, visit, 'late@urs.example');
    await visit.page.goto(old);
    expect(await door.code()).toBe('INV-EXPIRED');
    const text = await visit.page.locator('main').innerText();
    expect(text).toContain('Northwind Machines');
    expect(text).toContain('Olga Owner');
    expect(text).not.toContain('late@urs.example');
    await visit.page.locator('main button.primary').click();
    await visit.page.waitForURL(/\/flow\//);
    const renewed = await world.linkTo('late@urs.example');
    expect(renewed).not.toBe(old);
    await door.open();
    await door.walk('company');
  });
});
