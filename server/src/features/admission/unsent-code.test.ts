import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { invite, newestCode, open, type Place, rowsOf, textsTo, walkTo } from '../../../test/journey.ts';
import { HOUR } from '../../kernel/clock.ts';

const KNOWN = '+8613800138001';
const UNKNOWN = '+8613800138999';
const HTML = { accept: 'text/html' };

let app: TestApp;
let place: Place;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await walkTo(app, await open(app, await invite(app, place, { kind: 'member', to: { phone: KNOWN } })), 'done');
  app.clock.advance(2 * HOUR);
  await rowsOf(app, 'delete from rate_limits');
});
afterEach(() => app.close());

const codesTo = (number: string) => textsTo(app, number).filter((text) => text.includes('#')).length;

/** Somebody new who types the number; the page that they get, and the browser that it is in. */
async function typing(number: string) {
  const client = app.client({ headers: HTML });
  const { location } = (await client.form('/sign-in', { identifier: number })).headers;
  const page = await client.get(String(location));
  await app.deliver();
  return { client, location: String(location), page };
}

/** What two people would compare: nothing in it is the flow's own, or the number. */
const compared = (body: string) =>
  body.replace(/sin_\w{26}|GH-\w{4}-\w{4}|\+86 138 •••• \d{4}|data-wait="\d+"|at \d\d:\d\d UTC/g, '*');

async function expectUnsent(): Promise<void> {
  const before = codesTo(KNOWN);
  const [known, unknown] = [await typing(KNOWN), await typing(UNKNOWN)];
  expect(known.page.statusCode).toBe(200);
  expect(known.page.body).toContain('<h1>No code can be sent right now</h1>');
  expect(known.page.body).toMatch(/The next code can be sent after \d+ \w+ 2\d{3} at/);
  expect(known.page.body).toContain('href="/new-link"');
  expect(known.page.body).not.toContain('name="code"');
  expect(known.page.body).toMatch(/GH-\w{4}-\w{4}<.*SEND-LIMIT/);
  expect(compared(unknown.page.body)).toBe(compared(known.page.body));
  expect(codesTo(KNOWN)).toBe(before);
  // There is a way on.
  await known.client.form(`${known.location}/choose-method`, { method: 'password' });
  const done = await known.client.form(`${known.location}/password`, { password: PASSWORD });
  expect(done.statusCode).toBe(303);
  expect((await known.client.get('/api/v1/session')).statusCode).toBe(200);
}

describe('no code by text message can be sent', () => {
  it('as too many went to this number: said, with the time and the other way, whether or not anybody has it [A34]', async () => {
    for (let time = 0; time < 5; time++) for (const number of [KNOWN, UNKNOWN]) await typing(number);
    expect(codesTo(KNOWN)).toBe(1 + 5);
    await expectUnsent();
  });

  it.each([
    ['its range', 'sms.prefix-day', KNOWN.slice(0, 8), 200],
    ['all that sign in', 'sms.organization-day', '', 2000],
  ] as const)(
    'as the day of %s is spent',
    async (_what, limit, key, points) => {
      for (let point = 0; point < points; point++) await app.services.rateLimits.consume([limit, key]);
      await expectUnsent();
    },
    60_000,
  );

  it('an hour after the first of five another goes out, and really leaves', async () => {
    for (let time = 0; time < 5; time++) await typing(KNOWN);
    app.clock.advance(HOUR + 1000);
    const { client, location } = await typing(KNOWN);
    expect(codesTo(KNOWN)).toBe(1 + 6);
    await client.form(`${location}/code`, { code: await newestCode(app, KNOWN) });
    expect((await client.get('/api/v1/session')).statusCode).toBe(200);
  });

  it('by the door’s JSON: nothing was sent, from when on it can be, and by which other way', async () => {
    for (let time = 0; time < 5; time++) await typing(UNKNOWN);
    const answer = await app.client().post('/api/v1/flows', { kind: 'sign-in', identifier: UNKNOWN });
    const { step } = answer.json();
    expect(step).toMatchObject({ name: 'code', sentAt: null, expiresAt: null, otherMethods: ['password'] });
    expect(new Date(step.resendAt).getTime()).toBeGreaterThan(app.clock.now().getTime());
  });

  it('the reference of the page leads the support to it', async () => {
    for (let time = 0; time < 5; time++) await typing(KNOWN);
    const { page } = await typing(KNOWN);
    const reference = /GH-\w{4}-\w{4}/.exec(page.body)?.[0];
    const path = `/api/v1/organizations/${place.org}/diagnosis?identifier=${reference}`;
    expect((await place.owner.get(path)).json()).toMatchObject({ stop: { error: 'SEND-LIMIT' } });
  });
});
