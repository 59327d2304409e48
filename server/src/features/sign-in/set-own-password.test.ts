import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  mailsTo,
  newestCode,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

const OWN = '/api/v1/session/password';
const SECOND = 'seven horses below the bridge';

describe('a password for whoever came in by messages alone (D11)', () => {
  let app: TestApp;
  let place: Place;
  let number = 138_0013_8200;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  /** Added, and in with nothing but a code. */
  const enter = async (to: { phone?: string; email?: string }): Promise<TestClient> => {
    const body = { name: 'Li Ming', to, roles: ['member'] };
    const added = await place.owner.post(`/api/v1/organizations/${place.org}/members`, body);
    expect(added.statusCode, added.body).toBe(201);
    await app.deliver();
    app.clock.advance(2 * MINUTE);
    const address = to.phone ?? to.email ?? '';
    const visit = await begin(app.client(), address, { kind: 'sign-in', identifier: address });
    if (visit.flow.step.name === 'password') await visit.step('choose-method', { method: 'email-code' });
    expect(await visit.step('code', { code: await newestCode(app, address) })).toBe('set-password');
    await visit.step('postpone-password');
    await walkTo(app, visit, 'done');
    return visit.client;
  };
  const own = async (client: TestClient) => (await client.get(OWN)).json();
  const nextNumber = () => `+86${++number}`;

  it('is offered, and set after a fresh proof; its owner is told, and stays signed in', async () => {
    const phone = nextNumber();
    const client = await enter({ phone });
    expect(await own(client)).toEqual({ exists: false, offered: true });
    app.clock.advance(20 * MINUTE);
    expect(codeOfProblem(await client.post(`${OWN}/first`, { password: PASSWORD }))).toBe('PROOF-NEEDED');
    const proof = await begin(client, phone, { kind: 'confirm' });
    expect(await proof.step('code', { code: await newestCode(app, phone) })).toBe('done');
    expect((await client.post(`${OWN}/first`, { password: 'short' })).json()).toMatchObject({
      code: 'REQUEST-INVALID',
      errors: [{ path: 'password', code: 'PASSWORD-TOO-SHORT' }],
    });
    expect((await client.post(`${OWN}/first`, { password: PASSWORD })).statusCode).toBe(204);
    expect(await own(client)).toEqual({ exists: true, offered: false });
    await app.deliver();
    expect(textsTo(app, phone).length).toBeGreaterThan(2);
    const acts = await rowsOf(
      app,
      `select 1 from audit_events where action = 'account.password-set' and actor_id is not null
      and subject_id = (select account_id from identifiers where canonical = $1)`,
      [phone],
    );
    expect(acts).toHaveLength(1);
    const door = await begin(app.client(), phone, { kind: 'sign-in', identifier: phone });
    await door.step('choose-method', { method: 'password' });
    expect(await door.step('password', { password: PASSWORD })).toBe('done');
    expect(codeOfProblem(await client.post(`${OWN}/first`, { password: SECOND }))).toBe('CONFLICT');
  });

  it('of sixteen at once one is kept', async () => {
    const client = await enter({ phone: nextNumber() });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => client.post(`${OWN}/first`, { password: `${PASSWORD} ${index}` })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    expect(answers.filter((answer) => answer.statusCode === 409).length).toBeGreaterThan(0);
  });

  it('is not offered again to whoever said no, in no browser', async () => {
    const phone = nextNumber();
    const client = await enter({ phone });
    expect((await client.delete(`${OWN}/offer`)).statusCode).toBe(204);
    expect((await client.delete(`${OWN}/offer`)).statusCode).toBe(204);
    app.clock.advance(2 * MINUTE);
    const other = await begin(app.client(), phone, { kind: 'sign-in', identifier: phone });
    await other.step('code', { code: await newestCode(app, phone) });
    expect(await own(other.client)).toEqual({ exists: false, offered: false });
    expect((await client.post(`${OWN}/first`, { password: PASSWORD })).statusCode).toBe(204);
  });

  it('is not offered where no organization accepts one, nor beside a passkey', async () => {
    const phone = nextNumber();
    const client = await enter({ phone });
    const decide = (passwordSignIn: boolean) =>
      rowsOf(
        app,
        `update organizations set policies = policies || jsonb_build_object('passwordSignIn', $2::boolean) where id = $1`,
        [place.org, passwordSignIn],
      );
    await decide(false);
    expect((await own(client)).offered).toBe(false);
    await decide(true);
    expect((await own(client)).offered).toBe(true);
    await rowsOf(
      app,
      `insert into passkeys (id, account_id, credential_id, public_key, counter, name, created_at, backup_eligible, backed_up)
      select 'pky_1', account_id, '\\x01', '\\x02', 0, 'Key', now(), false, false from identifiers where canonical = $1`,
      [phone],
    );
    expect((await own(client)).offered).toBe(false);
  });

  it('whoever has a mailbox alone sets it after a code to it; by a link nothing is said to be forgotten', async () => {
    const client = await enter({ email: 'mail.only@northwind.example' });
    expect(await own(client)).toEqual({ exists: false, offered: true });
    expect(codeOfProblem(await client.post(`${OWN}/first`, { password: PASSWORD }))).toBe('PROOF-NEEDED');
    const proof = await begin(client, 'mail.only@northwind.example', { kind: 'confirm' });
    expect(await proof.step('code', { code: await newestCode(app, 'mail.only@northwind.example') })).toBe('done');
    expect((await client.post(`${OWN}/first`, { password: PASSWORD })).statusCode).toBe(204);
    expect((await signIn(app, 'mail.only@northwind.example')).json().state).toBe('done');

    const other = 'by.link@northwind.example';
    await enter({ email: other });
    await begin(client, '', { kind: 'recovery', identifier: other });
    await app.deliver();
    const token = /\/r\/([\w-]{43})/.exec(mailsTo(app, other).at(-1)?.text ?? '')?.[1] ?? '';
    const pressed = await begin(app.client(), '', { kind: 'recovery', token });
    expect(pressed.flow.step).toMatchObject({ name: 'set-password', reason: 'first' });
  });
});
