import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  foundCompany,
  invite,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  textsTo,
  walkTo,
  worldOf,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';
import type { LimitName } from '../../platform/http/rate-limits.ts';
import { measureSms } from '../../platform/sms/segments.ts';

const NUMBER = '+48512345678';
const OWNER = 'owner@northwind.example';
const HOME = 'ola@home.example';
const HTML = { accept: 'text/html' };

let app: TestApp;
let place: Place;
let usual: TestClient;
let accountId: string;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  const invited = await invite(app, place, { kind: 'member', to: { phone: NUMBER }, roles: ['member'] });
  usual = (await walkTo(app, await open(app, invited), 'done')).client;
  accountId = (await usual.get('/api/v1/session')).json().account.id;
  app.clock.advance(2 * MINUTE);
});
afterEach(() => app.close());

/** What was texted that is no code. */
const notices = async (number = NUMBER) => {
  await app.deliver();
  return textsTo(app, number).filter((text) => /\/(n|sign-in)\b/.test(text));
};
const linkIn = async () => /\/n\/[2-9A-Z]{10}$/.exec((await notices()).at(-1) ?? '')?.[0] ?? '';
const signInBy = async (client: TestClient) => {
  const visit = await begin(client, NUMBER, { kind: 'sign-in', identifier: NUMBER });
  expect(await visit.step('choose-method', { method: 'password' })).toBe('password');
  expect(await visit.step('password', { password: PASSWORD })).toBe('done');
};
const bring = (kind: 'email' | 'phone', address: string, at: Date) =>
  rowsOf(
    app,
    `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, created_at)
     values ('idn_' || $2, $1, $3, $2, $2, $4, 'code', $4)`,
    [accountId, address, kind, at],
  );

describe('a notice to somebody with nothing but a phone', () => {
  it('goes out by text message, in one part, in their language and in the name of their organization', async () => {
    await signInBy(app.client());
    expect((await notices()).at(-1)).toMatch(
      /^Gatehouse: new sign-in to your account\. Not you\? \S+\/n\/[2-9A-Z]{10}$/,
    );
    await place.owner.patch(`/api/v1/organizations/${place.org}/branding`, { productName: 'Machine Room' });
    for (const [locale, said] of [
      ['pl', 'Machine Room: nowe logowanie na Twoje konto. To nie Ty? '],
      ['zh-CN', '【Machine Room】您的账号有新的登录。非本人请点：'],
    ] as const) {
      await rowsOf(app, 'update accounts set locale = $2 where id = $1', [accountId, locale]);
      await signInBy(app.client());
      const text = (await notices()).at(-1) ?? '';
      expect(text).toContain(said);
      expect(measureSms(text).parts).toBe(1);
    }
    expect(await rowsOf(app, `select 1 as one from messages where template = 'M08'`)).toEqual([]);
  });

  it('says what was changed, and what is secret stands in neither table nor log', async () => {
    const { location } = (await usual.form('/forgot', { identifier: NUMBER })).headers;
    expect(location).toBeDefined();
    await app.deliver();
    const link = /\/r\/[2-9A-Z]{10}/.exec(textsTo(app, NUMBER).at(-1) ?? '')?.[0] ?? '';
    const pressed = await usual.form(link, {});
    await usual.form(`${pressed.headers.location}/set-password`, { password: 'a passphrase that is new to us' });
    expect((await notices()).at(-1)).toContain('your password was changed. Not you?');
    const secret = (await linkIn()).slice('/n/'.length);
    const kept = JSON.stringify(await rowsOf(app, 'select params, response from messages'));
    expect(kept).not.toContain(secret);
    expect(JSON.stringify(await rowsOf(app, 'select * from disavowals'))).not.toContain(secret);
  });

  it('stands with its channel in the person’s record, but for what was said in another organization’s name', async () => {
    await signInBy(app.client());
    await notices();
    const sql = 'select id from memberships where account_id = $1';
    const [member] = await rowsOf<{ id: string }>(app, sql, [accountId]);
    const record = await place.owner.get(`/api/v1/organizations/${place.org}/members/${member?.id}`);
    expect(record.json().messages).toEqual(
      expect.arrayContaining([expect.objectContaining({ template: 'S14', channel: 'sms', state: 'sent' })]),
    );
    const company = await foundCompany(app, place);
    await rowsOf(app, `update messages set door_organization_id = $1 where template = 'S14'`, [company.org]);
    const elsewhere = await place.owner.get(`/api/v1/organizations/${place.org}/members/${member?.id}`);
    expect(elsewhere.json().messages.map(({ template }: { template: string }) => template)).not.toContain('S14');
  });

  it('stands in the portal of its person with channel and masked number, and in nobody else’s', async () => {
    await signInBy(app.client());
    await notices();
    const { items } = (await usual.get('/api/v1/session/notices')).json();
    expect(items).toMatchObject([{ about: 'new-sign-in', channel: 'sms', state: 'sent', to: '+48 512 •••• 78' }]);
    expect((await place.owner.get('/api/v1/session/notices')).json().items).toEqual([]);
  });

  it('“This wasn’t me” opened changes nothing, pressed it secures the account, once', async () => {
    const thief = app.client();
    await signInBy(thief);
    const link = await linkIn();
    const before = await worldOf(app);
    const scanner = app.client({ ip: '203.0.113.9', headers: HTML });
    const page = await scanner.get(link);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('The notice was about: New sign-in to your account');
    expect(await worldOf(app)).toEqual(before);
    // Typed off a small screen.
    const pressed = await app.client({ headers: HTML }).form(link.toLowerCase().replace('/N/', '/n/'), {});
    expect(pressed.statusCode, pressed.body).toBe(200);
    expect(pressed.body).toContain('with a code by e-mail or text message');
    for (const browser of [thief, usual]) expect((await browser.get('/api/v1/session')).statusCode).toBe(401);
    expect((await notices()).at(-1)).toMatch(/^Gatehouse: your account is secured\. .*\/sign-in$/);
    expect((await scanner.get(link)).statusCode).toBe(410);
    app.clock.advance(2 * MINUTE);
    const back = await begin(app.client(), NUMBER, { kind: 'sign-in', identifier: NUMBER });
    expect(await back.step('code', { code: await newestCode(app, NUMBER) })).toBe('done');
  });

  it('goes to the number beside a mailbox that is younger than a week, then to the mailbox alone', async () => {
    await bring('email', HOME, app.clock.now());
    await signInBy(app.client());
    expect(await notices()).toHaveLength(1);
    expect(mailsTo(app, HOME).map(({ subject }) => subject)).toEqual(['New sign-in to your account']);
    app.clock.advance(8 * DAY);
    await signInBy(app.client());
    expect(await notices()).toHaveLength(1);
    expect(mailsTo(app, HOME)).toHaveLength(2);
  });

  it('reaches the owner though whoever got in brings a mailbox first; pressed from the number, that mailbox goes [A3]', async () => {
    const thief = app.client();
    await signInBy(thief);
    await (await begin(thief, NUMBER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    const change = await thief.post('/api/v1/session/identifiers', { identifier: 'thief@evil.example' });
    expect(change.statusCode, change.body).toBe(201);
    const code = await newestCode(app, 'thief@evil.example');
    const confirmed = await thief.post(`/api/v1/session/identifier-changes/${change.json().id}/confirm`, { code });
    expect(confirmed.statusCode, confirmed.body).toBe(204);
    const answer = await thief.post('/api/v1/session/password', {
      current: PASSWORD,
      password: 'whatever the thief likes',
    });
    expect(answer.statusCode, answer.body).toBe(204);
    expect((await notices()).at(-1)).toContain('your password was changed. Not you?');
    expect((await app.client({ headers: HTML }).form(await linkIn(), {})).statusCode).toBe(200);
    const left = await rowsOf(app, 'select canonical from identifiers where account_id = $1', [accountId]);
    expect(left).toEqual([{ canonical: NUMBER }]);
    expect((await thief.get('/api/v1/session')).statusCode).toBe(401);
  });

  it('does not go to a number that came after the mailbox', async () => {
    await rowsOf(app, `delete from identifiers where account_id = $1`, [accountId]);
    await bring('email', HOME, app.clock.now());
    app.clock.advance(MINUTE);
    await bring('phone', NUMBER, app.clock.now());
    await signInBy(app.client());
    expect(await notices()).toEqual([]);
    expect(mailsTo(app, HOME)).toHaveLength(1);
  });

  it('gets through though all that may be texted was spent on codes (A36)', async () => {
    const spend = async (...uses: (readonly [LimitName, string])[]) => {
      for (const use of uses) {
        const exhausted = () => app.services.rateLimits.heldUntil(...use);
        while (!(await exhausted())) await app.services.rateLimits.consume(use);
      }
    };
    await spend(['sms.prefix-day', NUMBER.slice(0, 8)], ['sms.number-hour', NUMBER]);
    await signInBy(app.client());
    expect((await notices()).at(-1)).toContain('new sign-in to your account');
  });
});

describe('a password that was reset by an administrator', () => {
  it('on paper is told to the number, by text message it tells itself', async () => {
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { temporaryPassword: true } });
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/members`)).json();
    const member = items.find(({ roles }: { roles: string[] }) => !roles.includes('owner'));
    const reset = (body: object) =>
      place.owner.post(`/api/v1/organizations/${place.org}/members/${member.id}/password-reset`, body);
    expect((await reset({ way: 'sms-link', reason: 'Asked for it' })).statusCode).toBe(200);
    expect((await notices()).filter((text) => text.includes('reset by an administrator'))).toEqual([]);
    expect((await reset({ way: 'printed', lost: true, reason: 'Lost phone' })).statusCode).toBe(200);
    expect((await notices()).at(-1)).toContain('your password was reset by an administrator. Unexpected?');
  });
});
