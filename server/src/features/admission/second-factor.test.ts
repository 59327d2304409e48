import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  newestCode,
  open,
  type Place,
  rowsOf,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/clock.ts';

const OWNER = 'owner@northwind.example';

describe('the second step', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  const policy = async (secondFactor: string, more = {}) => {
    const answer = await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      policies: { secondFactor, ...more },
    });
    expect(answer.statusCode, answer.body).toBe(200);
  };
  const signIn = async (email: string, client = app.client()): Promise<Visit> => {
    const visit = await begin(client, email, { kind: 'sign-in', identifier: email });
    await visit.step('password', { password: PASSWORD });
    return visit;
  };
  const codeAt = (secret: string) => appCode(app, secret);
  const secretOf = ({ flow }: Visit) => (flow.step.name === 'add-factor' ? (flow.step.totp?.secret ?? '') : '');

  /** Sets an app up on the way in; its secret and the recovery codes. */
  const setUpApp = async (visit: Visit) => {
    expect(await visit.step('begin-factor', { factor: 'totp' })).toBe('add-factor');
    const secret = secretOf(visit);
    expect(await visit.step('add-factor', { code: codeAt(secret) })).toBe('recovery-codes');
    const codes = visit.flow.step.name === 'recovery-codes' ? visit.flow.step.codes : [];
    await visit.step('keep-codes');
    app.clock.advance(30 * SECOND);
    return { secret, codes };
  };

  /** Somebody whose app is set up. */
  const protectedMember = async (email = 'member@northwind.example') => {
    await policy('required');
    const visit = await walkTo(
      app,
      await open(app, await invite(app, place, { kind: 'member', to: { email } })),
      'add-factor',
    );
    const { secret, codes } = await setUpApp(visit);
    return { email, visit: await walkTo(app, visit, 'done'), secret, codes };
  };

  it('is set up on the way in where policy requires it, and nobody is in before', async () => {
    await policy('required');
    const visit = await walkTo(app, await open(app, await invite(app, place, { kind: 'member' })), 'add-factor');
    expect(codeOfProblem(await visit.submit('terms', { accepted: true, version: '1' }))).toBe('FLOW-STEP-WRONG');
    expect(codeOfProblem(await visit.submit('postpone-factor'))).toBe('FLOW-STEP-WRONG');
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    const { codes } = await setUpApp(visit);
    expect(new Set(codes).size).toBe(10);
    expect(
      await rowsOf(app, 'select memberships.id from memberships join accounts a on a.id = account_id'),
    ).toHaveLength(1);
    await walkTo(app, visit, 'done');
    const session = (await visit.client.get('/api/v1/session')).json();
    expect(session.methods).toEqual(expect.arrayContaining(['email-code', 'password', 'totp']));
  });

  it('is offered where policy asks, and can be put off', async () => {
    await policy('asked');
    const visit = await signIn(OWNER);
    expect(visit.flow.step.name).toBe('add-factor');
    expect(await visit.step('postpone-factor')).toBe('done');
  });

  it('is required of administrators only, where policy says so', async () => {
    await policy('required-for-administrators');
    expect((await signIn(OWNER)).flow.step).toMatchObject({ name: 'add-factor', canPostpone: false });
    const member = await walkTo(app, await open(app, await invite(app, place, { kind: 'member' })), 'add-factor');
    expect(member.flow.step).toMatchObject({ canPostpone: true });
  });

  it('is asked at every sign-in; before it there is no session [A38]', async () => {
    const { email, secret } = await protectedMember();
    const visit = await signIn(email);
    expect(visit.flow.step).toMatchObject({ name: 'second-factor', factor: 'totp', others: ['recovery-code'] });
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    const wrong = await visit.submit('second-factor', { code: '000000' });
    expect([wrong.statusCode, codeOfProblem(wrong)]).toEqual([422, 'FACTOR-WRONG']);
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect(await visit.step('second-factor', { code: codeAt(secret) })).toBe('done');
    expect((await visit.client.get('/api/v1/session')).json().methods).toEqual(['password', 'totp']);
  });

  it('a mailed code is no second factor, nor does it replace one [D3, S10]', async () => {
    const { email } = await protectedMember();
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await visit.step('choose-method', { method: 'email-code' });
    expect((await walkTo(app, visit, 'second-factor')).flow.step.name).toBe('second-factor');
  });

  it('takes each code of the app once, in whatever flow, and none that is older [S14, S15]', async () => {
    const { email, secret } = await protectedMember();
    const [one, other] = [await signIn(email), await signIn(email)];
    const old = codeAt(secret);
    app.clock.advance(30 * SECOND);
    const code = codeAt(secret);
    expect(await one.step('second-factor', { code })).toBe('done');
    expect(codeOfProblem(await other.submit('second-factor', { code }))).toBe('FACTOR-WRONG');
    expect(codeOfProblem(await other.submit('second-factor', { code: old }))).toBe('FACTOR-WRONG');
    app.clock.advance(2 * MINUTE);
    expect(codeOfProblem(await other.submit('second-factor', { code }))).toBe('FACTOR-WRONG');
    expect(await other.step('second-factor', { code: codeAt(secret) })).toBe('done');
  });

  it('of eight presses of one code one comes in', async () => {
    const { email, secret } = await protectedMember();
    const visits = await Promise.all(Array.from({ length: 8 }, () => signIn(email)));
    const code = codeAt(secret);
    const answers = await Promise.all(visits.map((visit) => visit.submit('second-factor', { code })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('five guesses lock the second step, over any number of sign-ins, and no mailed code unlocks it [A13, V88]', async () => {
    const { email, secret } = await protectedMember();
    for (let guess = 0; guess < 5; guess++) {
      const visit = await signIn(email);
      expect(codeOfProblem(await visit.submit('second-factor', { code: `00000${guess}` }))).toBe('FACTOR-WRONG');
    }
    const visit = await signIn(email);
    const late = await visit.submit('second-factor', { code: codeAt(secret) });
    expect([late.statusCode, codeOfProblem(late)]).toEqual([429, 'ACC-LOCKED']);
    const byCode = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await byCode.step('choose-method', { method: 'email-code' });
    expect(await byCode.step('code', { code: await newestCode(app, email) })).toBe('second-factor');
    expect(codeOfProblem(await byCode.submit('second-factor', { code: codeAt(secret) }))).toBe('ACC-LOCKED');
    app.clock.advance(16 * MINUTE);
    expect(await visit.step('second-factor', { code: codeAt(secret) })).toBe('done');
  });

  it('a recovery code works once and tells the owner; the others go on working [S19]', async () => {
    const { email, codes } = await protectedMember();
    const [first = '', second = ''] = codes;
    const visit = await signIn(email);
    await visit.step('choose-factor', { factor: 'recovery-code' });
    expect(await visit.step('second-factor', { code: ` ${first.toLowerCase().replaceAll('-', ' ')} ` })).toBe('done');
    expect((await app.deliver()).map(({ subject }) => subject)).toContain('A recovery code was used');
    const again = await signIn(email);
    await again.step('choose-factor', { factor: 'recovery-code' });
    expect(codeOfProblem(await again.submit('second-factor', { code: first }))).toBe('FACTOR-WRONG');
    expect(await again.step('second-factor', { code: second })).toBe('done');
  });

  it('a trusted browser is not asked for thirty days; no other browser, and no other person in it [A38]', async () => {
    const { email, secret } = await protectedMember();
    const visit = await signIn(email);
    await visit.step('second-factor', { code: codeAt(secret), trust: true });
    const browser: TestClient = visit.client;
    await browser.delete('/api/v1/session');
    expect((await signIn(email, browser)).flow.step.name).toBe('done');
    await browser.delete('/api/v1/session');
    expect((await signIn(OWNER, browser)).flow.step.name).toBe('add-factor');
    expect((await signIn(email)).flow.step.name).toBe('second-factor');
    app.clock.advance(30 * DAY);
    await browser.delete('/api/v1/session');
    expect((await signIn(email, browser)).flow.step.name).toBe('second-factor');
  });

  it('keeps neither secret nor codes where a reader of the database could use them [S20, S21]', async () => {
    const { secret, codes } = await protectedMember();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const tables = ['second_factors', 'recovery_codes', 'flows', 'messages', 'audit_events', 'sign_in_events'];
    for (const table of tables) {
      const rows = JSON.stringify(await rowsOf(app, `select to_jsonb(t) as row from ${table} t`));
      for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))])
        expect(rows).not.toContain(text);
    }
  });

  it('what was shown and never confirmed counts for nothing', async () => {
    await policy('asked');
    const visit = await signIn(OWNER);
    await visit.step('begin-factor', { factor: 'totp' });
    const first = secretOf(visit);
    await visit.step('begin-factor', { factor: 'totp' });
    expect(secretOf(visit)).not.toBe(first);
    expect(codeOfProblem(await visit.submit('add-factor', { code: codeAt(first) }))).toBe('FACTOR-WRONG');
    expect(await visit.step('postpone-factor')).toBe('done');
    expect((await signIn(OWNER)).flow.step.name).toBe('add-factor');
  });

  describe('proving it anew', () => {
    it('gives the session another token; the one before is worth nothing [S30]', async () => {
      const before = new Map(place.owner.cookies);
      const visit = await begin(place.owner, OWNER, { kind: 'confirm', returnTo: '/portal/security' });
      expect(visit.flow.step.name).toBe('password');
      expect(await visit.step('password', { password: PASSWORD })).toBe('done');
      expect(visit.flow.redirectTo).toBe('/portal/security');
      expect((await place.owner.get('/api/v1/session')).statusCode).toBe(200);
      const thief = app.client();
      for (const [name, value] of before) thief.cookies.set(name, value);
      expect((await thief.get('/api/v1/session')).statusCode).toBe(401);
    });

    it('asks for the second factor too, trusted browser or not, and never takes a mailed code [S22, D3]', async () => {
      const { email, visit, secret } = await protectedMember();
      const signedIn = await signIn(email, visit.client);
      await signedIn.step('second-factor', { code: codeAt(secret), trust: true });
      app.clock.advance(30 * SECOND);
      const confirm = await begin(visit.client, email, { kind: 'confirm' });
      expect(codeOfProblem(await confirm.submit('choose-method', { method: 'email-code' }))).toBe('FLOW-STEP-WRONG');
      expect(await confirm.step('password', { password: PASSWORD })).toBe('second-factor');
      expect(confirm.flow.step).toMatchObject({ trustDays: null });
      expect(await confirm.step('second-factor', { code: codeAt(secret) })).toBe('done');
    });

    it('is for the one who is signed in, in the browser that began', async () => {
      expect((await app.client().post('/api/v1/flows', { kind: 'confirm' })).statusCode).toBe(401);
      const visit = await begin(place.owner, OWNER, { kind: 'confirm' });
      await place.owner.delete('/api/v1/session');
      expect(codeOfProblem(await visit.submit('password', { password: PASSWORD }))).toBe('FLOW-NOT-FOUND');
    });
  });
});
