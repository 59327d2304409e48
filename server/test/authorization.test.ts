import { API_BASE, allRoutes } from '@gatehouse/contract/api';
import type { ErrorCode } from '@gatehouse/contract/errors';
import { ABILITIES, type RouteContract } from '@gatehouse/contract/route';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../src/kernel/clock.ts';
import { createTestApp, type TestApp, type TestClient } from './app.ts';
import { codeOfProblem, foundCompany, invite, join, type Place } from './journey.ts';
import { CALLERS, type Caller, MAY } from './who-may.ts';

/** Good bodies of what is asked for something with an id; of everything else an empty one is good. */
const BODIES_BY_ID: Record<string, object> = {
  'POST /organizations/{org}/recovery-requests/{id}/decision': { decision: 'approve', reason: 'Seen in person' },
  'POST /organizations/{org}/members/{id}/identifier-change': { identifier: 'new@urs.example' },
  'POST /organizations/{org}/companies/{id}/suspend': { reason: 'The contract has ended' },
  'POST /organizations/{org}/companies/{id}/limit': { limit: 5, reason: 'As the contract says' },
  'POST /organizations/{org}/companies/{id}/resume': { reason: 'They pay again' },
  'POST /organizations/{org}/companies/{id}/deletion': { shortName: 'urs-machining', reason: 'The contract has ended' },
  'PATCH /organizations/{org}/imports/{id}': {},
  'PATCH /organizations/{org}/imports/{id}/rows/{row}': { cells: {} },
  'POST /organizations/{org}/imports/{id}/run': { kind: 'member' },
  'PATCH /organizations/{org}/members/{id}': { roles: ['member'] },
  'PATCH /organizations/{org}/views/{id}': {},
};

/** Why a caller is not let through an organization's route; null: they are. */
function refusalOf(caller: Caller, key: string): ErrorCode | null {
  if (caller === 'nobody') return 'NOT-SIGNED-IN';
  if (caller === 'foreign') return 'NOT-FOUND';
  return MAY[key]?.includes(caller) ? null : 'FORBIDDEN';
}

const keyOf = ({ method, path }: RouteContract) => `${method} ${path}`;
const ROUTES = allRoutes().map(({ route }) => [keyOf(route), route] as const);
const OF_ORGANIZATIONS = ROUTES.filter(([, { path }]) => path.includes('{org}'));

describe('who may do what', () => {
  let app: TestApp;
  let place: Place & { slug: string };
  let other: Place & { slug: string };
  let clients: Record<Caller, TestClient>;
  let ownInvitation: string;
  let foreignInvitation: string;
  beforeAll(async () => {
    app = await createTestApp({ environment: { WEBHOOK_SECRET: Buffer.alloc(32, 1).toString('base64') } });
    place = { ...(await app.setUp()), slug: 'northwind-machines' };
    other = await foundCompany(app, place);
    const member = (role: 'member' | 'support' | 'inviter' | 'administrator') =>
      join(app, place, [role], `${role}@northwind.example`);
    clients = {
      nobody: app.client(),
      member: await member('member'),
      support: await member('support'),
      inviter: await member('inviter'),
      administrator: await member('administrator'),
      owner: place.owner,
      foreign: other.owner,
    };
    ownInvitation = (await invite(app, place, { to: { email: 'own@urs.example' } })).id;
    foreignInvitation = (await invite(app, other, { kind: 'member', to: { email: 'foreign@urs.example' } })).id;
  });
  afterAll(() => app.close());

  function call(
    caller: Caller,
    route: RouteContract,
    org: string,
    id = ownInvitation,
  ): Promise<LightMyRequestResponse> {
    const path =
      API_BASE +
      route.path
        .replace('{org}', org)
        .replace('{id}', id)
        .replace('{step}', 'accept')
        .replace('{row}', '1')
        .replace('{session}', 'ses_1');
    const client = clients[caller];
    if (route.method === 'GET') return client.get(path);
    if (route.method === 'DELETE') return client.delete(path);
    return route.method === 'PATCH' ? client.patch(path, {}) : client.post(path, route.body ? {} : undefined);
  }

  /** An answer without what differs from request to request. */
  function told(answer: LightMyRequestResponse) {
    const { date, 'content-length': _, ...headers } = answer.headers;
    expect(date).toBeTruthy();
    return { status: answer.statusCode, headers, body: { ...answer.json(), requestId: '' } };
  }

  it('every route says who may call it, is served, and stands in the table above', () => {
    for (const [key, route] of ROUTES) {
      expect(['public', 'signed', 'signed-in', ...ABILITIES], key).toContain(route.access);
      expect(route.path.includes('{org}'), key).toBe(!['public', 'signed', 'signed-in'].includes(route.access));
      const url = API_BASE + route.path.replace(/\{(\w+)\}/g, ':$1');
      expect(app.http.hasRoute({ method: route.method, url }), key).toBe(true);
    }
    expect(ROUTES.map(([key]) => key).sort()).toEqual(Object.keys(MAY).sort());
  });

  it.each(ROUTES.filter(([key]) => typeof MAY[key] === 'string'))(
    '%s is as public as the table says',
    async (key, route) => {
      const answer = await call('nobody', route, place.org);
      if (MAY[key] === 'public') expect([401, 403]).not.toContain(answer.statusCode);
      else expect(codeOfProblem(answer)).toBe(MAY[key] === 'signed' ? 'WEBHOOK-SIGNATURE' : 'NOT-SIGNED-IN');
    },
  );

  it.each(OF_ORGANIZATIONS)(
    '%s: whoever may is let through, everyone else is refused, by id and by slug',
    async (key, route) => {
      for (const org of [place.org, place.slug]) {
        for (const caller of CALLERS) {
          const answer = await call(caller, route, org);
          const code = answer.statusCode < 400 ? 'DONE' : codeOfProblem(answer);
          const refused = refusalOf(caller, key);
          if (refused) expect(code, caller).toBe(refused);
          else expect(['NOT-SIGNED-IN', 'FORBIDDEN'], caller).not.toContain(code);
        }
      }
    },
  );

  it.each(OF_ORGANIZATIONS)('%s: another’s organization is told from none by nothing [A45]', async (_key, route) => {
    for (const org of [place.org, place.slug]) {
      const foreign = told(await call('foreign', route, org));
      for (const unknown of ['org_unknown', 'nowhere', '%00', '..%2fx']) {
        expect(told(await call('foreign', route, unknown))).toEqual(foreign);
      }
    }
  });

  const WITH_ID = OF_ORGANIZATIONS.filter(([, { path }]) => path.includes('{id}'));
  it.each(WITH_ID)(
    '%s: another organization’s id below one’s own is unknown too, and nothing happens to it [A45]',
    async (_key, route) => {
      const bodies: Record<string, unknown> = {
        decision: { decision: 'approve' },
        correct: { to: { email: 'corrected@urs.example' } },
        extend: { days: 1 },
        reschedule: { sendAt: new Date(Date.now() + 30 * DAY).toISOString() },
        'password-reset': { way: 'email-link' },
        'identifier-change': { identifier: 'changed@urs.example' },
      };
      const ask = (id: string) => {
        const path =
          API_BASE +
          route.path
            .replace('{org}', place.org)
            .replace('{id}', id)
            .replace('{row}', '1')
            .replace('{session}', 'ses_1');
        if (route.method === 'GET') return clients.owner.get(path);
        if (route.method === 'DELETE') return clients.owner.delete(path);
        const body = BODIES_BY_ID[_key] ?? bodies[route.path.split('/').at(-1) ?? ''];
        return clients.owner[route.method === 'PATCH' ? 'patch' : 'post'](path, body);
      };
      const foreign = told(await ask(foreignInvitation));
      expect(foreign).toMatchObject({ status: 404, body: { code: 'NOT-FOUND' } });
      expect(told(await ask('inv_unknown'))).toEqual(foreign);
      const kept = await other.owner.get(`${API_BASE}/organizations/${other.org}/invitations/${foreignInvitation}`);
      expect(kept.json()).toMatchObject({ state: 'sent' });
    },
  );

  it('lists hold nothing of another organization, whatever is searched for', async () => {
    for (const list of [
      'invitations',
      'members',
      'companies',
      'company-approvals',
      'join-requests',
      'sign-in-events',
    ]) {
      const search = list.endsWith('requests') || list.endsWith('approvals') ? '' : '?q=northwind';
      const answer = await clients.foreign.get(`${API_BASE}/organizations/${other.org}/${list}${search}`);
      expect(answer.statusCode, list).toBe(200);
      expect(answer.json().items, list).toEqual([]);
    }
  });

  it('a cursor of another organization’s list shows nothing of it', async () => {
    const { nextCursor } = (
      await clients.owner.get(`${API_BASE}/organizations/${place.org}/invitations?limit=1`)
    ).json();
    expect(nextCursor).toBeTruthy();
    const answer = await clients.foreign.get(`${API_BASE}/organizations/${other.org}/invitations?cursor=${nextCursor}`);
    expect(answer.body).not.toContain('northwind.example');
  });

  it('another’s device is not there to be signed out', async () => {
    const { items } = (await clients.owner.get(`${API_BASE}/sessions`)).json();
    const foreign = await clients.foreign.delete(`${API_BASE}/sessions/${items[0].id}`);
    const unknown = await clients.foreign.delete(`${API_BASE}/sessions/ses_unknown`);
    expect(codeOfProblem(foreign)).toBe('NOT-FOUND');
    expect(told(foreign)).toEqual(told(unknown));
    expect((await clients.owner.get(`${API_BASE}/session`)).statusCode).toBe(200);
  });

  it('working in another’s organization cannot be chosen', async () => {
    const foreign = await clients.foreign.patch(`${API_BASE}/session`, { organization: place.org });
    const unknown = await clients.foreign.patch(`${API_BASE}/session`, { organization: 'org_unknown' });
    expect(codeOfProblem(foreign)).toBe('NOT-FOUND');
    expect(told(foreign)).toEqual(told(unknown));
  });

  it('roles count at once: what was taken away is gone with the next call [S36]', async () => {
    const { pool } = app.services.database;
    const url = `${API_BASE}/organizations/${place.org}/members`;
    expect((await clients.administrator.get(url)).statusCode).toBe(200);
    const demote = (roles: string[]) =>
      pool.query(
        `update memberships set roles = $1 where organization_id = $2 and account_id =
        (select account_id from identifiers where canonical = 'administrator@northwind.example')`,
        [roles, place.org],
      );
    await demote(['member']);
    expect((await clients.administrator.get(url)).statusCode).toBe(403);
    await demote(['administrator']);
    expect((await clients.administrator.get(url)).statusCode).toBe(200);
  });
});
