import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
let count = 0;
let number: string;
let email: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await rowsOf(app, `update organizations set country = 'CN'`);
});
afterAll(() => app.close());
beforeEach(() => {
  count += 1;
  number = `+861380013${String(8000 + count)}`;
  email = `person${count}@urs.example`;
});

const member = (to: Record<string, string>) => invite(app, place, { kind: 'member', to, name: '李明' });
const accountOf = async (canonical: string) => {
  const [row] = await rowsOf<{ account_id: string }>(
    app,
    'select account_id from identifiers where canonical = $1 and verified_at is not null',
    [canonical],
  );
  return row?.account_id ?? null;
};
const identifiersOf = (accountId: string | null) =>
  rowsOf(
    app,
    'select kind, canonical, verified_at is not null as proven from identifiers where account_id = $1 order by 1',
    [accountId],
  );

describe('invited by phone only', () => {
  it('accepts, proves the number by a text message, and is in, without any e-mail address', async () => {
    const mails = app.mailbox.mails.length;
    const visit = await open(app, await member({ phone: number }));
    expect(visit.flow.step).toMatchObject({ name: 'accept', invitation: { to: expect.stringContaining('+86 138') } });
    expect(await visit.step('accept')).toBe('code');
    expect(visit.flow.step).toMatchObject({ channel: 'sms', to: expect.stringContaining('••••'), otherMethods: [] });
    const code = await newestCode(app, number);
    expect(textsTo(app, number).at(-1)).toMatch(new RegExp(`\\n\\n@localhost #${code}$`));
    expect(await visit.step('code', { code })).toBe('set-password');
    expect(visit.flow.step).toMatchObject({ identifier: expect.stringContaining('+86 138 0013') });
    expect((await visit.submit('set-password', { password: `${number.slice(1)}-ok` })).json().errors).toMatchObject([
      { path: 'password', code: 'PASSWORD-CONTEXT' },
    ]);
    expect(await visit.step('set-password', { password: PASSWORD })).toBe('terms');
    expect(visit.flow.step).toMatchObject({ shares: ['name', 'phone', 'company', 'sign-in-times'] });
    await walkTo(app, visit, 'done');
    const session = (await visit.client.get('/api/v1/session')).json();
    expect(session).toMatchObject({
      account: { email: null, phone: expect.stringContaining('+86 138') },
      methods: expect.arrayContaining(['sms-code']),
    });
    expect(session.memberships).toHaveLength(1);
    await app.deliver();
    expect(app.mailbox.mails).toHaveLength(mails);
    for (const url of ['/portal', '/welcome/northwind-machines', '/api/v1/sessions', '/api/v1/session/invitations']) {
      expect((await visit.client.get(url)).statusCode, url).toBe(200);
    }
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/members`)).json();
    const mine = items.find((item: { accountId: string }) => item.accountId === session.account.id);
    expect(mine).toMatchObject({ email: null, phone: expect.stringContaining('+86 138') });
    const record = await place.owner.get(`/api/v1/organizations/${place.org}/members/${mine.id}`);
    expect(record.json()).toMatchObject({
      identifiers: [{ kind: 'phone' }],
      methods: { emailCode: false, smsCode: true },
    });
  });

  it('creates a company', async () => {
    const visit = await walkTo(app, await open(app, await invite(app, place, { to: { phone: number } })), 'company');
    const company = { name: '华北机械', country: 'CN', registrationNumber: '91350100M000100Y43' };
    expect(await visit.step('company', company)).toBe('done');
  });

  it('whoever has another verified number is told so; nothing is taken, and V still comes in [A27, A8]', async () => {
    const other = `+861390013${String(9000 + count)}`;
    const x = await walkTo(app, await open(app, await member({ phone: other })), 'done');
    const invited = await member({ phone: number });
    const wrong = await open(app, invited, x.client);
    expect(wrong.flow.step).toMatchObject({ name: 'wrong-account', addable: ['phone'] });
    expect(JSON.stringify(wrong.flow)).not.toContain(number.slice(-8));
    const answer = await wrong.submit('accept');
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([403, 'INV-WRONG-ACCOUNT']);
    const visit = await walkTo(app, await open(app, invited), 'done');
    expect((await visit.client.get('/api/v1/session')).json().account.phone).toContain('+86 138');
  });

  it('the number is added to the account that is signed in, which is told by mail', async () => {
    const mine = await walkTo(app, await open(app, await member({ email })), 'done');
    const invited = await invite(app, place, { to: { phone: number } });
    const visit = { ...(await open(app, invited, mine.client)) };
    const flow = await open(app, invited, mine.client);
    expect(visit.flow.step.name).toBe('wrong-account');
    expect(await flow.step('add-address', { kind: 'phone' })).toBe('code');
    expect(await flow.step('code', { code: await newestCode(app, number) })).toBe('company');
    expect(await accountOf(number)).toBe(await accountOf(email));
    await app.deliver();
    expect(mailsTo(app, email).at(-1)?.subject).toBe('A phone number was added to your account');
  });

  it('begun on one device, it is gone on with on another: the same account', async () => {
    const invited = await member({ phone: number });
    const first = await open(app, invited);
    await first.step('accept');
    await first.step('code', { code: await newestCode(app, number) });
    const account = await accountOf(number);
    app.clock.advance(61_000);
    const second = await walkTo(app, await open(app, invited), 'done');
    expect((await second.client.get('/api/v1/session')).json().account.id).toBe(account);
  });
});

describe('invited by e-mail and by phone', () => {
  it('proves the address by mail: the number is noted, and not proven', async () => {
    const visit = await open(app, await member({ email, phone: number }));
    expect(await visit.step('accept')).toBe('choose-method');
    expect(visit.flow.step).toMatchObject({
      methods: [{ method: 'email-code' }, { method: 'sms-code' }],
      movesNumber: false,
    });
    await walkTo(app, visit, 'done');
    expect(await identifiersOf(await accountOf(email))).toEqual([
      { kind: 'email', canonical: email, proven: true },
      { kind: 'phone', canonical: number, proven: false },
    ]);
    expect(await accountOf(number)).toBeNull();
  });

  it('proves the number by text message: the address is noted, not proven, and gets no mail', async () => {
    const invited = await member({ email, phone: number });
    const before = mailsTo(app, email).length;
    await walkTo(app, await open(app, { ...invited, email: number }), 'done');
    expect(await identifiersOf(await accountOf(number))).toEqual([
      { kind: 'email', canonical: email, proven: false },
      { kind: 'phone', canonical: number, proven: true },
    ]);
    expect(await accountOf(email)).toBeNull();
    await app.deliver();
    expect(mailsTo(app, email)).toHaveLength(before);
    expect((await signIn(app, email)).statusCode).toBe(401);
  });

  it('a code of one way is worth nothing for the other, and the newest way counts [S16]', async () => {
    const visit = await open(app, await member({ email, phone: number }));
    await visit.step('accept');
    await visit.step('choose-method', { method: 'sms-code' });
    const texted = await newestCode(app, number);
    expect(await visit.step('choose-method', { method: 'email-code' })).toBe('code');
    expect((await visit.submit('code', { code: texted })).statusCode).not.toBe(200);
    const mailed = await newestCode(app, email);
    expect(await visit.step('resend-code', { channel: 'sms' }).catch(() => visit.flow.step.name)).toBe('code');
    expect(await accountOf(email)).toBeNull();
    app.clock.advance(61_000);
    await visit.step('choose-method', { method: 'email-code' });
    expect(await visit.step('code', { code: await newestCode(app, email) })).toBe('set-password');
    expect(mailed).toHaveLength(6);
  });

  it('the link alone proves nothing where a number stands beside the address', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { mailboxProof: 'link' } });
    const visit = await open(app, await member({ email, phone: number }));
    expect(await visit.step('accept')).toBe('choose-method');
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      policies: { mailboxProof: 'link-and-code' },
    });
  });

  it('an account that has both is entered by its mailbox or password, never by the number', async () => {
    const { client } = await walkTo(app, await open(app, await member({ email })), 'done');
    const { id } = (await client.get('/api/v1/session')).json().account;
    const adding = await open(app, await invite(app, place, { to: { phone: number } }), client);
    await adding.step('add-address');
    await adding.step('code', { code: await newestCode(app, number) });
    await adding.step('decline');
    await rowsOf(app, `update memberships set state = 'removed', removed_at = now() where account_id = $1`, [id]);
    const visit = await open(app, await invite(app, place, { to: { email, phone: number } }));
    await visit.step('accept');
    expect(visit.flow.step).toMatchObject({ methods: [{ method: 'password' }, { method: 'email-code' }] });
    expect((await visit.submit('choose-method', { method: 'sms-code' })).statusCode).toBe(409);
  });
});

describe('a number that somebody else had [scenario 23]', () => {
  async function leaver(): Promise<string> {
    const visit = await walkTo(app, await open(app, await member({ email })), 'done');
    const adding = await open(app, await invite(app, place, { to: { phone: number } }), visit.client);
    await adding.step('add-address');
    await adding.step('code', { code: await newestCode(app, number) });
    await adding.step('decline');
    const { id } = (await visit.client.get('/api/v1/session')).json().account;
    await rowsOf(app, `update memberships set state = 'removed', removed_at = now() where account_id = $1`, [id]);
    return id;
  }

  it('moves to the new hire who proves it; the old account is told by mail, keeps nothing of it, and is not entered', async () => {
    const old = await leaver();
    const before = await rowsOf(app, 'select id from sessions where account_id = $1', [old]);
    app.clock.advance(61_000);
    const visit = await open(app, await invite(app, place, { to: { phone: number } }));
    expect(await visit.step('accept')).toBe('choose-method');
    expect(visit.flow.step).toMatchObject({
      movesNumber: true,
      methods: [{ method: 'password' }, { method: 'sms-code' }],
    });
    await walkTo(app, visit, 'company');
    const fresh = await accountOf(number);
    expect(fresh).not.toBe(old);
    expect(await identifiersOf(old)).toEqual([{ kind: 'email', canonical: email, proven: true }]);
    expect(await rowsOf(app, 'select id from sessions where account_id = $1', [old])).toEqual(before);
    await app.deliver();
    const notice = mailsTo(app, email).at(-1);
    expect(notice?.subject).toBe('Your phone number was removed from your account');
    expect(notice?.text).not.toMatch(/127\.0\.0\.1|Device/);
    const [event] = await rowsOf(
      app,
      `select subject_id from audit_events where action = 'account.number-moved' and subject_id = $1`,
      [old],
    );
    expect(event).toEqual({ subject_id: old });
    const stranger = await begin(app.client(), number, { kind: 'sign-in', identifier: number });
    await stranger.step('choose-method', { method: 'password' });
    expect((await stranger.submit('password', { password: 'not the password of that' })).statusCode).toBe(401);
    expect((await signIn(app, email)).statusCode).toBe(200);
  });

  it('stays with whoever signs in to that account first', async () => {
    const old = await leaver();
    const invited = await invite(app, place, { to: { phone: number } });
    const visit = await open(app, invited);
    await visit.step('accept');
    await visit.step('choose-method', { method: 'password' });
    expect(await visit.step('password', { password: PASSWORD })).toBe('company');
    expect(await accountOf(number)).toBe(old);
  });
});
