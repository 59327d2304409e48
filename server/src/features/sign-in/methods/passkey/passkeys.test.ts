import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../../../test/app.ts';
import { begin, codeOfProblem, join, type Place, rowsOf, signIn } from '../../../../../test/journey.ts';
import { FLAG, type Oddity, softAuthenticator } from '../../../../../test/soft-authenticator.ts';
import { MINUTE, SECOND } from '../../../../kernel/clock.ts';

const PASSKEYS = '/api/v1/session/passkeys';

describe('passkeys, answered by whoever holds the key', () => {
  let app: TestApp;
  let place: Place;
  let number = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  const ask = async (client: TestClient) => (await client.post(`${PASSKEYS}/options`)).json();
  const register = async (client: TestClient, key = softAuthenticator(), odd: Oddity = {}) =>
    client.post(PASSKEYS, { response: key.create(await ask(client), odd) });

  /** A member with a password and a passkey. */
  const holder = async (odd: Oddity = {}) => {
    const email = `key${++number}@northwind.example`;
    const client = await join(app, place, ['member'], email);
    const key = softAuthenticator();
    const added = await register(client, key, odd);
    expect(added.statusCode, added.body).toBe(201);
    return { email, client, key };
  };
  /** A sign-in that waits for a passkey. */
  const question = async (client = app.client()) => {
    const visit = await begin(client, '', { kind: 'sign-in' });
    const options = await client.post(`/api/v1/flows/${visit.flow.id}/passkey-options`, { purpose: 'sign-in' });
    return { visit, options: options.json() };
  };
  const answerWith = async (key: ReturnType<typeof softAuthenticator>, odd: Oddity = {}) => {
    const { visit, options } = await question();
    return { visit, answer: await visit.submit('passkey', { response: key.get(options, odd) }) };
  };

  it('sign in, and the question is new each time, long enough, and waits for five minutes [S24]', async () => {
    const { key } = await holder();
    const questions = await Promise.all(Array.from({ length: 20 }, () => question()));
    const challenges = questions.map(({ options }) => options.challenge as string);
    expect(new Set(challenges).size).toBe(20);
    for (const challenge of challenges) expect(Buffer.from(challenge, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(questions[0]?.options.timeout).toBe(5 * MINUTE);
    const { visit, answer } = await answerWith(key);
    expect(answer.json().state).toBe('done');
    expect((await visit.client.get('/api/v1/session')).json().methods).toEqual(['passkey']);
  });

  it.each([
    ['at its end', 5 * MINUTE - 10 * SECOND, 200],
    ['after it', 5 * MINUTE + SECOND, 422],
  ])('an answer %s [S24]', async (_when, later, status) => {
    const { key } = await holder();
    const { visit, options } = await question();
    app.clock.advance(later);
    expect((await visit.submit('passkey', { response: key.get(options) })).statusCode).toBe(status);
  });

  it('of sixteen answers at once one begins a session, and none does later [S24, A49]', async () => {
    const { key } = await holder();
    const { visit, options } = await question();
    const response = key.get(options);
    const count = async () => Number((await rowsOf(app, 'select count(*) as n from sessions'))[0]?.n);
    const before = await count();
    const path = `/api/v1/flows/${visit.flow.id}/passkey`;
    await Promise.all(Array.from({ length: 16 }, () => visit.client.post(path, { response })));
    expect((await count()) - before).toBe(1);
    const other = await question();
    expect(codeOfProblem(await other.visit.submit('passkey', { response }))).toBe('PASSKEY-WRONG');
  });

  it('a question of a registration is none of a sign-in, nor the reverse [S24]', async () => {
    const { key, client } = await holder();
    const { visit } = await question();
    const registering = await ask(client);
    expect(codeOfProblem(await visit.submit('passkey', { response: key.get(registering) }))).toBe('PASSKEY-WRONG');
    const { options } = await question(client);
    const created = softAuthenticator().create({ ...options, user: { id: '' } });
    expect(codeOfProblem(await client.post(PASSKEYS, { response: created }))).toBe('PASSKEY-WRONG');
  });

  it('are known by a handle that says nothing of anybody [S25]', async () => {
    const { email, client } = await holder();
    const { user } = await ask(client);
    const handle = Buffer.from(user.id, 'base64url');
    expect(handle.length).toBeGreaterThanOrEqual(16);
    expect(handle.length).toBeLessThanOrEqual(64);
    expect(handle.toString()).not.toContain(email.split('@')[0]);
    expect((await ask(client)).user.id).toBe(user.id);
    const [{ id } = { id: '' }] = await rowsOf<{ id: string }>(
      app,
      'select account_id as id from identifiers where canonical = $1',
      [email],
    );
    expect(handle.toString()).not.toContain(id);
  });

  it('one is one person’s: nobody else registers it [S26]', async () => {
    const { key } = await holder();
    const { client } = await holder();
    const answer = await register(client, softAuthenticator(), { credentialId: key.credentialId });
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([409, 'PASSKEY-TAKEN']);
  });

  it.each([
    [1023, 201],
    [1024, 422],
    [4096, 400],
  ])('an id of %i bytes [S26]', async (length, status) => {
    const { client } = await holder();
    const credentialId = Buffer.alloc(length, number);
    expect((await register(client, softAuthenticator(), { credentialId })).statusCode).toBe(status);
  });

  it.each<[string, Oddity, string]>([
    ['whose owner was not checked', { flags: FLAG.present }, 'PASSKEY-UNVERIFIED'],
    ['that nobody touched', { flags: FLAG.verified }, 'PASSKEY-WRONG'],
    ['of another site', { origin: 'https://evil.test' }, 'PASSKEY-WRONG'],
    ['of another port', { origin: 'http://localhost:3001' }, 'PASSKEY-WRONG'],
    ['for another name', { rpId: 'evil.test' }, 'PASSKEY-WRONG'],
    ['of a registration', { type: 'webauthn.create' }, 'PASSKEY-WRONG'],
    ['that is backed up and cannot be', { flags: FLAG.present | FLAG.verified | FLAG.backedUp }, 'PASSKEY-WRONG'],
    ['that can be backed up all at once', { flags: FLAG.present | FLAG.verified | FLAG.eligible }, 'PASSKEY-WRONG'],
    ['for another person', { userHandle: Buffer.alloc(32, 1) }, 'PASSKEY-WRONG'],
    ['from within another page', { crossOrigin: true }, 'PASSKEY-WRONG'],
  ])('an answer %s is refused, and stands in the log [S27]', async (_what, odd, code) => {
    const { key } = await holder();
    const { visit, answer } = await answerWith(key, odd);
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([422, code]);
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect(await rowsOf(app, 'select method, reason from sign_in_events order by id desc limit 1')).toEqual([
      { method: 'passkey', reason: code },
    ]);
  });

  it('one that is synced goes on being so [S27]', async () => {
    const synced = FLAG.present | FLAG.verified | FLAG.eligible;
    const { key } = await holder({ flags: synced });
    expect((await answerWith(key, { flags: synced | FLAG.backedUp })).answer.statusCode).toBe(200);
    expect((await answerWith(key)).answer.statusCode).toBe(422);
  });

  it.each<[string, Oddity]>([
    ['of another site', { origin: 'https://evil.test' }],
    ['for another name', { rpId: 'evil.test' }],
    ['from within another page', { crossOrigin: true }],
    ['of a sign-in', { type: 'webauthn.get' }],
  ])('a registration %s is refused [S27]', async (_what, odd) => {
    const { client } = await holder();
    expect(codeOfProblem(await register(client, softAuthenticator(), odd))).toBe('PASSKEY-WRONG');
  });

  it('a counter that went back is refused, and administrators read why [S27]', async () => {
    const { key } = await holder({ counter: 5 });
    expect((await answerWith(key, { counter: 7 })).answer.statusCode).toBe(200);
    for (const counter of [7, 6, 0]) {
      expect(codeOfProblem((await answerWith(key, { counter })).answer)).toBe('PASSKEY-WRONG');
    }
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events?limit=1`)).json();
    expect(items[0]).toMatchObject({ method: 'passkey', result: 'failure', reason: 'PASSKEY-COPIED' });
    expect((await answerWith(key, { counter: 8 })).answer.statusCode).toBe(200);
  });

  it.each(['as the second step', 'on its own'])('%s it takes a request for a new start back [A37]', async (how) => {
    const { email, key } = await holder();
    const thief = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(await thief.step('password', { password: PASSWORD })).toBe('second-factor');
    await thief.step('ask-recovery', { note: 'lost my telephone' });
    const state = async () =>
      (
        await rowsOf(
          app,
          `select r.state from recovery_requests r join identifiers i using (account_id) where i.canonical = $1`,
          [email],
        )
      )[0]?.state;
    expect(await state()).toBe('waiting');
    if (how === 'on its own') {
      expect((await answerWith(key)).answer.statusCode).toBe(200);
    } else {
      const client = app.client();
      const { id } = (await signIn(app, email, PASSWORD, client)).json();
      const options = await client.post(`/api/v1/flows/${id}/passkey-options`, { purpose: 'sign-in' });
      const done = await client.post(`/api/v1/flows/${id}/passkey`, { response: key.get(options.json()) });
      expect(done.statusCode, done.body).toBe(200);
    }
    expect(await state()).toBe('stopped');
  });
});
