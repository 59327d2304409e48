import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { invite, open, type Place, rowsOf, walkTo } from '../../test/journey.ts';
import { HOUR } from '../kernel/clock.ts';

const NUMBER = '+48512345678';
const DOOR = '/sign-in?organization=northwind-machines';
const FORM = { returnTo: '', organization: 'northwind-machines' };

describe('the door of an organization with two tabs (D9)', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await walkTo(app, await open(app, await invite(app, place, { kind: 'member', to: { phone: NUMBER } })), 'done');
    app.clock.advance(2 * HOUR);
  });
  afterAll(() => app.close());

  const signIn = async (fields: Record<string, string>) => {
    const client = app.client();
    const begun = await client.form('/sign-in', { ...FORM, ...fields });
    const sent = app.phone.texts.length;
    await app.deliver();
    const page = begun.statusCode === 303 ? await client.get(String(begun.headers.location)) : begun;
    return { page, texts: app.phone.texts.length - sent };
  };

  it('shows none before it is wanted', async () => {
    expect((await app.client().get(DOOR)).body).not.toContain('aria-current="page"');
    expect((await signIn({ identifier: NUMBER, way: 'password' })).texts).toBe(1);
  });

  it('are links; by password a number is asked for its password, and no text message goes out', async () => {
    app.clock.advance(2 * HOUR);
    await rowsOf(app, `update organizations set policies = policies || '{"signInTabs": true}' where id = $1`, [
      place.org,
    ]);
    const page = (await app.client().get(DOOR)).body;
    expect(page).toContain('aria-current="page"');
    expect(page).toContain('organization=northwind-machines&amp;way=sms');
    const { page: password, texts } = await signIn({ identifier: NUMBER, way: 'password' });
    expect(password.body).toContain('type="password"');
    expect(texts).toBe(0);
    expect((await app.client().get('/sign-in')).body).not.toContain('aria-current="page"');
  });

  it('by text message the code goes out at once, and an address is no number', async () => {
    app.clock.advance(2 * HOUR);
    expect((await app.client().get(`${DOOR}&way=sms`)).body).toMatch(/inputmode="tel"/i);
    expect((await signIn({ identifier: NUMBER, way: 'sms' })).texts).toBe(1);
    const { page } = await signIn({ identifier: 'owner@northwind.example', way: 'sms' });
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('owner@northwind.example');
  });

  it('is come back to by "Change" and from a forgotten password, with where the sign-in leads', async () => {
    const fields = { ...FORM, returnTo: '/portal/security', identifier: 'olga@northwind.example', way: 'password' };
    const client = app.client();
    const begun = await client.form('/sign-in', fields);
    const { body } = await client.get(String(begun.headers.location));
    const change = /href="(\/sign-in[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(change).toBe('/sign-in?organization=northwind-machines&returnTo=%2Fportal%2Fsecurity');
    expect((await client.get(change)).body).toContain('aria-current="page"');
    expect(body).toContain('name="organization" value="northwind-machines"');
    const forgot = { page: 'ask', identifier: 'olga@northwind.example', organization: 'northwind-machines' };
    expect((await client.form('/forgot', forgot)).body).toContain('href="/sign-in?organization=northwind-machines"');
    expect((await client.get('/forgot')).body).toContain('href="/sign-in"');
  });
});
