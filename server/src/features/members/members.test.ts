import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  memberIdOf,
  newestToken,
  open,
  type Place,
  proveEverybody,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';

describe('members', () => {
  let app: TestApp;
  let place: Place;
  let members: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    members = `/api/v1/organizations/${place.org}/members`;
  });
  beforeEach(() => app.services.database.pool.query('truncate rate_limits'));
  afterAll(() => app.close());

  const address = () => `member-${++count}@northwind.example`;
  const idOf = (email: string, org = place.org) => memberIdOf(app, org, email);
  const another = () => ({ name: `Lathes ${++count}`, country: 'US', registrationNumber: `12345${count}` });
  const statusOf = async (client: TestClient) => (await client.get(members)).statusCode;

  it('the record tells what is known, and no secret', async () => {
    const email = address();
    await join(app, place, ['inviter'], email);
    await signIn(app, email);
    const answer = await place.owner.get(`${members}/${await idOf(email)}`);
    expect(answer.json()).toMatchObject({
      roles: ['inviter'],
      state: 'active',
      invitedBy: 'Olga Owner',
      identifiers: [{ kind: 'email', value: email, primary: true }],
      methods: { emailCode: true },
      may: { manage: true, isSelf: false },
    });
    const { sessions, consents, messages, timeline, methods, signIns } = answer.json();
    expect(sessions).toHaveLength(2);
    expect(signIns.length).toBeGreaterThan(0);
    expect(consents).toMatchObject([{ version: '1' }]);
    expect(methods.passwordSetAt).toBeTruthy();
    expect(messages.map(({ template }: { template: string }) => template)).toEqual(
      expect.arrayContaining(['M01', 'M06']),
    );
    expect(timeline.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['membership.created', 'accepted']),
    );
    expect(answer.body).not.toContain(newestToken(app, email));
  });

  it('roles count at the next request, and are in the timeline [S36]', async () => {
    const email = address();
    const client = await join(app, place, ['administrator'], email);
    expect(await statusOf(client)).toBe(200);
    const id = await idOf(email);
    const changed = await place.owner.patch(`${members}/${id}`, { roles: ['member', 'inviter'] });
    expect(changed.json()).toMatchObject({ roles: ['inviter', 'member'] });
    expect(changed.json().timeline[0]).toMatchObject({
      event: 'membership.roles-changed',
      actor: 'Olga Owner',
      detail: { before: ['administrator'], after: ['inviter', 'member'] },
    });
    expect(await statusOf(client)).toBe(403);
  });

  it('suspension ends the session at once, and restoring lets the person in again [S31]', async () => {
    const email = address();
    const client = await join(app, place, ['administrator'], email);
    const id = await idOf(email);
    const suspended = await place.owner.post(`${members}/${id}/suspend`, { reason: 'On leave' });
    expect(suspended.json()).toMatchObject({ state: 'suspended', sessions: [] });
    expect(suspended.json().timeline[0]).toMatchObject({ event: 'membership.suspended', reason: 'On leave' });
    expect(await statusOf(client)).toBe(401);
    const again = app.client();
    const refused = await signIn(app, email, undefined, again);
    expect(refused.json()).toMatchObject({
      state: 'stopped',
      problem: { code: 'ACC-DISABLED', params: { organization: 'Northwind Machines' } },
    });
    expect(await statusOf(again)).toBe(401);
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events?limit=1`)).json();
    expect(items[0]).toMatchObject({ method: 'password', result: 'failure', reason: 'ACC-DISABLED' });
    expect((await signIn(app, email, 'not the password at all')).json().code).toBe('CRED-WRONG');
    expect(codeOfProblem(await place.owner.post(`${members}/${id}/suspend`, {}))).toBe('CONFLICT');
    expect((await place.owner.post(`${members}/${id}/restore`, {})).json()).toMatchObject({ state: 'active' });
    await signIn(app, email, undefined, again);
    expect(await statusOf(again)).toBe(200);
  });

  it('of somebody who signs in at this very moment it leaves no session [A50]', async () => {
    const email = address();
    await join(app, place, ['member'], email);
    const id = await idOf(email);
    const visitor = app.client();
    const visit = await begin(visitor, email, { kind: 'sign-in', identifier: email });
    const holder = await app.services.database.pool.connect();
    await holder.query('begin; lock table sessions in share mode');
    const waiting = async (count: number) =>
      expect
        .poll(async () => (await rowsOf(app, 'select 1 from pg_locks where not granted')).length, { timeout: 5000 })
        .toBeGreaterThanOrEqual(count);
    const coming = visit.submit('password', { password: PASSWORD });
    await waiting(1);
    const suspending = place.owner.post(`${members}/${id}/suspend`, {});
    await waiting(2);
    await holder.query('commit');
    holder.release();
    expect((await suspending).statusCode).toBe(200);
    await coming;
    expect(await statusOf(visitor)).toBe(401);
    expect((await visitor.get('/api/v1/session')).statusCode).toBe(401);
  });

  it('whoever has a place elsewhere signs in there', async () => {
    const email = address();
    const own = { name: 'Elsewhere Tools', country: 'US', registrationNumber: '4711' };
    const company = await foundCompany(app, place, { email, company: own });
    await join(app, place, ['member'], email);
    await place.owner.post(`${members}/${await idOf(email)}/suspend`, {});
    expect((await signIn(app, email, undefined, company.owner)).json().state).toBe('done');
  });

  it('the link of somebody who is suspended says so after they proved to be them, not before', async () => {
    const email = address();
    const invited = await invite(app, place, { kind: 'member', to: { email }, roles: ['member'] });
    await walkTo(app, await open(app, invited), 'done');
    await place.owner.post(`${members}/${await idOf(email)}/suspend`, {});
    const landing = await app.client().get(`/i/${invited.token}`);
    expect(landing.body).not.toContain('ACC-DISABLED');
    const visit = await open(app, invited);
    expect(visit.flow.problem?.code).toBe('INV-USED-BY-YOU');
    expect((await signIn(app, email)).json()).toMatchObject({ problem: { code: 'ACC-DISABLED' } });
  });

  it('neither the old link nor another from before gives a removed person anything back; a new one does [A17]', async () => {
    const email = address();
    const old = await invite(app, place, { kind: 'member', to: { email }, roles: ['administrator'] });
    await walkTo(app, await open(app, old), 'done');
    const id = await idOf(email);
    await app.services.database.pool.query(`update memberships set state = 'removed' where id = $1`, [id]);
    const pending = await invite(app, place, { kind: 'member', to: { email }, roles: ['administrator'] });
    await app.services.database.pool.query(`update memberships set state = 'active' where id = $1`, [id]);
    expect((await place.owner.post(`${members}/${id}/remove`, { reason: 'Gone' })).json()).toMatchObject({
      state: 'removed',
      may: { manage: false },
    });
    for (const invited of [old, pending]) {
      const client = app.client();
      await signIn(app, email, undefined, client);
      const visit = await open(app, invited, client);
      if (visit.flow.step.name === 'accept') await visit.submit('accept');
      expect(visit.flow.step.name).not.toBe('done');
      expect((await client.get('/api/v1/session')).json().memberships).toEqual([]);
    }
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${pending.id}/revoke`);
    app.clock.advance(1000);
    const fresh = await invite(app, place, { kind: 'member', to: { email }, roles: ['member'] });
    const client = app.client();
    await signIn(app, email, undefined, client);
    const visit = await walkTo(app, await open(app, fresh, client), 'done');
    expect((await visit.client.get('/api/v1/session')).json().memberships).toMatchObject([{ roles: ['member'] }]);
    const { items } = (await place.owner.get(`${members}?q=${encodeURIComponent(email)}&sort=seen`)).json();
    expect(items).toMatchObject([{ id, lastSignInAt: expect.any(String) }]);
  });

  it('nobody touches somebody with a higher role, and nobody gives more than they have [A10]', async () => {
    const email = address();
    const administrator = await join(app, place, ['administrator'], email);
    const owner = await idOf('owner@northwind.example');
    const own = await idOf(email);
    for (const act of ['suspend', 'remove', 'end-sessions']) {
      const answer = await administrator.post(`${members}/${owner}/${act}`, act === 'end-sessions' ? undefined : {});
      expect(['ROLE-TOO-HIGH', 'LAST-OWNER'], act).toContain(codeOfProblem(answer));
    }
    expect(codeOfProblem(await administrator.patch(`${members}/${own}`, { roles: ['owner'] }))).toBe('ROLE-TOO-HIGH');
    expect((await place.owner.get(`${members}/${own}`)).json()).toMatchObject({ roles: ['administrator'] });
    expect((await administrator.get(`${members}/${owner}`)).json().may).toEqual({
      manage: false,
      assist: false,
      isSelf: false,
      roles: [],
    });
    // Oneself: roles down, yes; out, only by leaving.
    expect(codeOfProblem(await administrator.post(`${members}/${own}/suspend`, {}))).toBe('FORBIDDEN');
    expect((await administrator.patch(`${members}/${own}`, { roles: ['member'] })).statusCode).toBe(200);
  });

  it('the last owner stays, whatever is tried [A26]', async () => {
    const owner = await idOf('owner@northwind.example');
    const tries = [
      place.owner.patch(`${members}/${owner}`, { roles: ['member'] }),
      place.owner.post('/api/v1/session/leave', { organization: place.org }),
    ];
    for (const answer of await Promise.all(tries)) expect(codeOfProblem(answer)).toBe('LAST-OWNER');
    // An owner who cannot sign in does not count.
    const email = address();
    await join(app, place, ['owner'], email);
    const { pool } = app.services.database;
    const account = '(select account_id from identifiers where canonical = $1)';
    await pool.query(`update accounts set state = 'disabled' where id = ${account}`, [email]);
    expect(codeOfProblem(await place.owner.patch(`${members}/${owner}`, { roles: ['member'] }))).toBe('LAST-OWNER');
    await pool.query(`update memberships set state = 'removed' where account_id = ${account}`, [email]);
  });

  it('ends the sessions that work here, and leaves those that work elsewhere', async () => {
    const company = await foundCompany(app, place, { email: address() });
    const email = address();
    const here = await join(app, place, ['member'], email);
    const there = await join(app, company, ['member'], email);
    const id = await idOf(email);
    expect((await place.owner.post(`${members}/${id}/end-sessions`)).json()).toEqual({ ended: 1 });
    expect((await here.get('/api/v1/session')).statusCode).toBe(401);
    expect((await there.get('/api/v1/session')).statusCode).toBe(200);
  });

  const leave = (client: TestClient, organization = place.org) =>
    client.post('/api/v1/session/leave', { organization });

  it('who leaves is out with the next request, and stays signed in', async () => {
    const email = address();
    const client = await join(app, place, ['administrator'], email);
    const id = await idOf(email);
    expect((await leave(client)).statusCode).toBe(204);
    expect((await client.get('/api/v1/session')).json()).toMatchObject({ memberships: [], organization: null });
    expect(codeOfProblem(await leave(client))).toBe('NOT-FOUND');
    expect(
      await rowsOf(
        app,
        `select action, actor_id = (select account_id from memberships where id = $1) as "bySelf"
        from audit_events where subject_id = $1 and action = 'membership.left'`,
        [id],
      ),
    ).toEqual([{ action: 'membership.left', bySelf: true }]);
    const again = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(again.flow.step.name).toBe('password');
  });

  it('who leaves one organization keeps the others; nobody leaves one of somebody else', async () => {
    const company = await foundCompany(app, place, { email: address(), company: another() });
    const email = address();
    await join(app, place, ['member'], email);
    const client = await join(app, company, ['member'], email);
    expect((await leave(client)).statusCode).toBe(204);
    expect((await client.get('/api/v1/session')).json().memberships).toMatchObject([
      { organization: { id: company.org } },
    ]);
    expect(codeOfProblem(await leave(client))).toBe('NOT-FOUND');
    expect(codeOfProblem(await leave(client, 'org_unknown'))).toBe('NOT-FOUND');
  });

  it('a suspended organization is left too, but not by its last owner', async () => {
    const company = await foundCompany(app, place, { email: address(), company: another() });
    const email = address();
    await join(app, place, ['member'], email);
    const client = await join(app, company, ['member'], email);
    await rowsOf(app, `update organizations set state = 'suspended', suspended_at = now() where id = $1`, [
      company.org,
    ]);
    const closed = async () => (await client.get('/api/v1/session/closed-organizations')).json().items;
    expect(await closed()).toMatchObject([{ organization: { id: company.org } }]);
    expect((await leave(client, company.org)).statusCode).toBe(204);
    expect(await closed()).toEqual([]);
    expect(codeOfProblem(await leave(company.owner, company.org))).toBe('LAST-OWNER');
  });

  it('an owner proves first who they are, as whoever removes one does', async () => {
    const email = address();
    const client = await join(app, place, ['owner'], email);
    await rowsOf(
      app,
      `update sessions set proven_at = null, mail_proven_at = null
        where account_id = (select account_id from identifiers where canonical = $1)`,
      [email],
    );
    expect(codeOfProblem(await leave(client))).toBe('PROOF-NEEDED');
    expect((await client.get('/api/v1/session')).json().memberships).toHaveLength(1);
    await proveEverybody(app);
    expect((await leave(client)).statusCode).toBe(204);
  });
});
