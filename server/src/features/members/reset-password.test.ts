import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

const ANOTHER = 'seven quiet herons over the weir';
const OWNER = 'owner@northwind.example';

describe('a password that an administrator resets', () => {
  let app: TestApp;
  let place: Place;
  let number = 138_0013_8300;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  const policies = (decided: object) =>
    place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: decided });
  const memberOf = async (client: TestClient, at = place) => {
    const accountId = (await client.get('/api/v1/session')).json().account.id;
    const [row] = await rowsOf<{ id: string }>(
      app,
      'select id from memberships where account_id = $1 and organization_id = $2',
      [accountId, at.org],
    );
    return `/api/v1/organizations/${at.org}/members/${row?.id}`;
  };
  /** Signs the owner in anew, so that the proof is fresh. */
  const fresh = async (client = place.owner, email = OWNER) => {
    await (await begin(client, email, { kind: 'confirm' })).step('password', { password: PASSWORD });
  };
  const reset = async (path: string, way: string, by = place.owner) => {
    const answer = await by.post(`${path}/password-reset`, { way, reason: 'Phone was stolen' });
    await app.deliver();
    return answer;
  };
  const byPhone = async () => {
    const phone = `+86${++number}`;
    const invited = await invite(app, place, { kind: 'member', to: { phone }, name: '李明' });
    const { client } = await walkTo(app, await open(app, invited), 'done');
    return { phone, client, path: await memberOf(client) };
  };
  const withPassword = async (phone: string, password: string, client = app.client()) => {
    const visit = await begin(client, phone, { kind: 'sign-in', identifier: phone });
    await visit.step('choose-method', { method: 'password' });
    return { visit, answer: await visit.submit('password', { password }) };
  };

  it('asks for a fresh proof, sends a link to the person, and signs them out', async () => {
    const email = 'anna@northwind.example';
    const client = await join(app, place, ['member'], email);
    const path = await memberOf(client);
    app.clock.advance(HOUR);
    expect(codeOfProblem(await reset(path, 'email-link'))).toBe('PROOF-NEEDED');
    await fresh();
    expect((await place.owner.get(`${path}/password-reset`)).json()).toEqual({
      ways: [{ way: 'email-link', to: 'a••••@northwind.example', reachable: true }],
      devices: 1,
      dueSince: null,
      hasPassword: true,
    });
    const answer = await reset(path, 'email-link');
    expect(answer.json()).toEqual({ way: 'email-link', to: 'a••••@northwind.example', ended: 1 });
    expect((await client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await signIn(app, email)).statusCode).toBe(401);
    const mail = mailsTo(app, email).at(-1);
    expect(mail?.text).toContain('Olga Owner of Northwind Machines asks you to set a new password');
    const token = /\/r\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const visit = await begin(app.client(), email, { kind: 'recovery', token });
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    const record = (await place.owner.get(path)).json();
    expect(record.messages).toContainEqual(expect.objectContaining({ template: 'M07', state: 'sent' }));
    expect(record.timeline[0]).toMatchObject({ event: 'membership.password-reset', reason: 'Phone was stolen' });
    for (const shown of [answer.body, JSON.stringify(record)]) expect(shown).not.toContain(token);
  });

  it('a temporary password: only where policy allows it, seen by nobody, once, and for nothing else [S9]', async () => {
    const { phone, client, path } = await byPhone();
    await fresh();
    expect(codeOfProblem(await reset(path, 'temporary'))).toBe('RESET-IMPOSSIBLE');
    expect((await client.get('/api/v1/session')).statusCode).toBe(200);
    await policies({ temporaryPassword: true });
    const answer = await reset(path, 'temporary');
    expect(answer.json()).toMatchObject({ way: 'temporary', ended: 1 });
    const secret = /：([\w-]{15})，|: ([\w-]{15}) /.exec(textsTo(app, phone).at(-1) ?? '');
    const password = secret?.[1] ?? secret?.[2] ?? '';
    expect(password).toMatch(/^(\w{3}-){3}\w{3}$/);

    expect((await withPassword(phone, PASSWORD)).answer.statusCode).toBe(401);
    const { visit, answer: signed } = await withPassword(phone, password);
    expect(signed.json().step).toMatchObject({ name: 'set-password', reason: 'temporary', canUsePasskey: false });
    for (const url of ['/session', '/sessions', `/organizations/${place.org}/members`]) {
      expect(codeOfProblem(await visit.client.get(`/api/v1${url}`))).toBe('PASSWORD-NEEDED');
    }
    expect((await withPassword(phone, password)).answer.statusCode).toBe(401);
    const kept = await visit.submit('set-password', { password });
    expect(kept.json().errors).toMatchObject([{ path: 'password', code: expect.stringMatching(/^PASSWORD-/) }]);
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    expect(codeOfProblem(await visit.client.post('/api/v1/session/factors/totp', {}))).toBe('PROOF-NEEDED');
    expect((await withPassword(phone, ANOTHER)).answer.json()).toMatchObject({ state: 'done' });

    const audit = await place.owner.get(`/api/v1/organizations/${place.org}/audit-events`);
    const record = await place.owner.get(path);
    const tables = ['messages', 'jobs', 'audit_events', 'temporary_passwords', 'flows', 'sign_in_events'];
    const dump = await Promise.all(tables.map((table) => rowsOf(app, `select to_jsonb(t) as row from ${table} t`)));
    for (const seen of [answer.body, audit.body, record.body, JSON.stringify(dump), app.logs.join('')])
      expect(seen).not.toContain(password);
    await policies({ temporaryPassword: false });
  });

  it.each([
    ['a minute before its day is over', DAY - 60_000, 200],
    ['a minute after it', DAY + 60_000, 401],
  ])('a temporary password %s [S9]', async (_when, time, status) => {
    const { phone, path } = await byPhone();
    await fresh();
    await policies({ temporaryPassword: true });
    expect((await reset(path, 'temporary')).statusCode).toBe(200);
    const secret = /：([\w-]{15})，|: ([\w-]{15}) /.exec(textsTo(app, phone).at(-1) ?? '');
    app.clock.advance(time);
    expect((await withPassword(phone, secret?.[1] ?? secret?.[2] ?? '')).answer.statusCode).toBe(status);
    await fresh();
    await policies({ temporaryPassword: false });
  });

  it('of eight at once one gets in with it', async () => {
    const { phone, path } = await byPhone();
    await fresh();
    await policies({ temporaryPassword: true });
    await reset(path, 'temporary');
    const secret = /：([\w-]{15})，|: ([\w-]{15}) /.exec(textsTo(app, phone).at(-1) ?? '');
    const tries = Array.from({ length: 8 }, () => withPassword(phone, secret?.[1] ?? secret?.[2] ?? ''));
    const codes = (await Promise.all(tries)).map(({ answer }) => answer.statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
    await policies({ temporaryPassword: false });
  });

  it('one that is typed while passwords are switched off is still good once they are allowed again', async () => {
    const { phone, path } = await byPhone();
    await fresh();
    await policies({ temporaryPassword: true });
    await reset(path, 'temporary');
    const secret = /：([\w-]{15})，|: ([\w-]{15}) /.exec(textsTo(app, phone).at(-1) ?? '');
    const type = async () => (await withPassword(phone, secret?.[1] ?? secret?.[2] ?? '')).answer;
    expect((await policies({ passwordSignIn: false })).statusCode).toBe(200);
    expect(codeOfProblem(await type())).toBe('METHOD-OFF');
    expect((await policies({ passwordSignIn: true })).statusCode).toBe(200);
    expect((await type()).statusCode).toBe(200);
    await policies({ temporaryPassword: false });
  });

  it('an account that another organization trusts keeps its password and its other sessions', async () => {
    const email = 'vera@urs.example';
    const company = await foundCompany(app, place, { email });
    const invited = await invite(app, place, { kind: 'member', to: { email }, name: undefined });
    const here = await walkTo(app, await open(app, invited), 'done');
    const path = await memberOf(here.client);
    await policies({ temporaryPassword: true });
    await fresh();
    const plan = (await place.owner.get(`${path}/password-reset`)).json();
    expect(plan.ways.map(({ way }: { way: string }) => way)).toEqual(['email-link']);
    expect(codeOfProblem(await reset(path, 'temporary'))).toBe('RESET-IMPOSSIBLE');
    expect((await reset(path, 'email-link')).statusCode).toBe(200);
    expect((await here.client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await company.owner.get('/api/v1/session')).statusCode).toBe(200);
    expect((await signIn(app, email)).json()).toMatchObject({ state: 'done' });
    await policies({ temporaryPassword: false });
  });

  it('nobody resets somebody above them, or themselves', async () => {
    const administrator = await join(app, place, ['administrator'], 'adm@northwind.example');
    await fresh(administrator, 'adm@northwind.example');
    const owner = await memberOf(place.owner);
    expect(codeOfProblem(await reset(owner, 'email-link', administrator))).toBe('ROLE-TOO-HIGH');
    expect(codeOfProblem(await reset(await memberOf(administrator), 'email-link', administrator))).toBe('FORBIDDEN');
    expect(codeOfProblem(await administrator.post(`${owner}/require-password`, {}))).toBe('ROLE-TOO-HIGH');
  });

  it('the second step stays [S10]', async () => {
    const email = 'totp@northwind.example';
    const client = await join(app, place, ['member'], email);
    const path = await memberOf(client);
    await rowsOf(
      app,
      `insert into second_factors (account_id, kind, secret, confirmed_at, created_at)
      select account_id, 'totp', '\\x00', now(), now() from identifiers where canonical = $1`,
      [email],
    );
    await fresh();
    await reset(path, 'email-link');
    const token = /\/r\/([\w-]{43})/.exec(mailsTo(app, email).at(-1)?.text ?? '')?.[1] ?? '';
    const visit = await begin(app.client(), email, { kind: 'recovery', token });
    expect(visit.flow.step.name).toBe('second-factor');
  });

  it('a new password is asked for at the next sign-in, another one, and nothing ends before', async () => {
    const email = 'due@northwind.example';
    const client = await join(app, place, ['member'], email);
    const path = await memberOf(client);
    expect((await place.owner.post(`${path}/require-password`, { reason: 'Note on the desk' })).statusCode).toBe(200);
    expect((await client.get('/api/v1/session')).statusCode).toBe(200);
    const diagnosis = `/api/v1/organizations/${place.org}/diagnosis?identifier=${email}`;
    expect((await place.owner.get(diagnosis)).json().verdict.code).toBe('new-password');
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(await visit.step('password', { password: PASSWORD })).toBe('set-password');
    expect(visit.flow.step).toMatchObject({ reason: 'administrator' });
    expect((await visit.submit('set-password', { password: PASSWORD })).json().errors).toMatchObject([
      { code: 'PASSWORD-UNCHANGED' },
    ]);
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    expect((await client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await signIn(app, email, ANOTHER)).json()).toMatchObject({ state: 'done' });
    expect((await place.owner.get(diagnosis)).json().verdict.code).toBe('fine');
  });

  it('passwords grow old only where an organization wants it [S4]', async () => {
    const email = 'old@northwind.example';
    await join(app, place, ['member'], email);
    app.clock.advance(400 * DAY);
    expect((await signIn(app, email)).json()).toMatchObject({ state: 'done' });
    await signIn(app, OWNER, PASSWORD, place.owner);
    await policies({ passwordDays: 90, passwordMixed: true });
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(await visit.step('password', { password: PASSWORD })).toBe('set-password');
    expect(visit.flow.step).toMatchObject({ reason: 'rotation', mixed: true });
    expect((await visit.submit('set-password', { password: ANOTHER })).json().errors).toMatchObject([
      { code: 'PASSWORD-MIXED' },
    ]);
    expect(await visit.step('set-password', { password: `${ANOTHER} 7` })).toBe('done');
  });
});
