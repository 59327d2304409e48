import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  begin,
  COMPANY,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  newestCode,
  open,
  type Place,
  proveEverybody,
  rowsOf,
  walkTo,
} from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';
import { remindInvited } from '../invitations/index.ts';

const REASON = 'As the contract says';
const MEMBER = { kind: 'member', name: 'Mei Lin' };

let app: TestApp;
let place: Place;
let company: Place & { slug: string };
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  company = await foundCompany(app, place);
  await proveEverybody(app);
});
afterEach(async () => {
  const drifted = `select organization_id from (
      select organization_id, members::bigint from member_counts where members > 0
      union all select organization_id, -count(*) from memberships where state <> 'removed' group by 1) each
    group by 1 having sum(members) <> 0`;
  expect(await rowsOf(app, drifted), 'what is counted is what is there').toEqual([]);
  await app.close();
});

const base = () => `/api/v1/organizations/${company.org}`;
const limitTo = (limit: number | null, by = place.owner) =>
  by.post(`/api/v1/organizations/${place.org}/companies/${company.org}/limit`, { limit, reason: REASON });
const seats = async () => (await company.owner.get(`${base()}/seats`)).json().seats;
const ask = (email: string, over = {}) =>
  company.owner.post(`${base()}/invitations`, { ...MEMBER, to: { email }, ...over });
const add = (email: string) =>
  company.owner.post(`${base()}/members`, { name: 'Ada Added', to: { email }, roles: ['member'] });
const removeMember = async (name: string) => {
  const { items } = (await company.owner.get(`${base()}/members`)).json();
  const { id } = items.find((one: { name: string }) => one.name === name);
  return company.owner.post(`${base()}/members/${id}/remove`, { reason: 'Moved on' });
};
const stops = async () =>
  (await company.owner.get(`${base()}/invitations?stop=seat-available`))
    .json()
    .items.map((one: { to: { email: string } }) => one.to.email);

describe('a limit of members', () => {
  it('is said by whoever runs the supplier, with a fresh proof and a reason, and stands in both logs', async () => {
    expect((await limitTo(5)).json()).toMatchObject({ seats: { limit: 5, members: 1, invitations: 0 } });
    await limitTo(5);
    await limitTo(null);
    const recorded = await rowsOf(
      app,
      `select organization_id as of, change from audit_events where action = 'organization.limit-set' order by id`,
    );
    const change = (before: number | null, after: number | null) => ({
      name: COMPANY.name,
      memberLimit: { before, after },
      reason: REASON,
    });
    expect(recorded).toEqual(
      [change(null, 5), change(5, null)].flatMap((each) =>
        [company.org, place.org].map((of) => ({ of, change: each })),
      ),
    );
    expect((await limitTo(0)).statusCode).toBe(400);
    expect(codeOfProblem(await limitTo(9, company.owner))).toBe('NOT-FOUND');
    await rowsOf(app, 'update sessions set proven_at = null');
    expect(codeOfProblem(await limitTo(9))).toBe('PROOF-NEEDED');
  });

  it('lowered below what is there, nobody loses their place; a link that waits goes on once there is one', async () => {
    const pending = await invite(app, company, { ...MEMBER, to: { email: 'mei@urs.example' } });
    const half = await walkTo(
      app,
      await open(app, await invite(app, company, { ...MEMBER, to: { email: 'tom@urs.example' } })),
      'terms',
    );
    await join(app, company, ['member'], 'ann@urs.example');
    await proveEverybody(app);
    expect((await limitTo(1)).json().seats).toEqual({ limit: 1, members: 2, invitations: 2 });

    const stopped = { state: 'stopped', problem: { code: 'SEATS-FULL', params: { who: 'person' } } };
    expect((await open(app, pending)).flow).toMatchObject(stopped);
    const refused = await half.submit('terms', { accepted: true, version: '1' });
    expect(codeOfProblem(refused)).toBe('SEATS-FULL');
    expect((await stops()).toSorted()).toEqual(['mei@urs.example', 'tom@urs.example']);
    const { needsAttention } = (await company.owner.get(`${base()}/overview`)).json();
    expect(needsAttention).toMatchObject([{ kind: 'seats-full', count: 2, query: { stop: 'seat-available' } }]);
    const { verdict, fix, checks } = (
      await company.owner.post(`${base()}/diagnosis`, { identifier: 'mei@urs.example' })
    ).json();
    expect(verdict).toMatchObject({ code: 'seats-full', tone: 'danger' });
    expect(fix).toMatchObject({ action: 'open-people', href: `/console/${company.slug}/people` });
    expect(checks.find((one: { name: string }) => one.name === 'seat')).toMatchObject({ state: 'problem' });
    await proveEverybody(app);
    expect((await limitTo(3)).statusCode).toBe(200);
    expect((await half.submit('terms', { accepted: true, version: '1' })).json()).toMatchObject({ state: 'done' });
    // That was the last place; the next is whose who leaves one.
    expect((await open(app, pending)).flow).toMatchObject(stopped);
    await proveEverybody(app);
    expect((await removeMember('Mei Lin')).statusCode).toBe(200);
    expect((await walkTo(app, await open(app, pending), 'done')).flow.state).toBe('done');
    expect(await seats()).toEqual({ limit: 3, members: 3, invitations: 0 });
  });

  it('no more are invited than there are places: members and those who are invited count, each once', async () => {
    await limitTo(3);
    expect((await ask('mei@urs.example')).statusCode).toBe(201);
    // Another company founds its own place.
    expect((await ask('far@firma.example', { kind: 'company' })).statusCode).toBe(201);
    expect((await add('ada@urs.example')).statusCode).toBe(201);
    for (const refused of [await ask('late@urs.example'), await add('late@urs.example')]) {
      expect(codeOfProblem(refused)).toBe('SEATS-FULL');
      expect(refused.json().params).toEqual({ who: 'inviter', limit: 3, members: 1, invitations: 3 });
    }
    const [{ id }] = (await company.owner.get(`${base()}/invitations?q=mei@urs.example`)).json().items;
    // Too soon, and nothing else: it has its place.
    expect(codeOfProblem(await company.owner.post(`${base()}/invitations/${id}/resend`))).toBe('INV-RESEND-LIMIT');
    await company.owner.post(`${base()}/invitations/${id}/revoke`);
    expect(await seats()).toEqual({ limit: 3, members: 1, invitations: 1 });
    expect((await ask('late@urs.example')).statusCode).toBe(201);
  });

  it('two addresses of one person, and an address of a member, take no second place', async () => {
    await join(app, company, ['member'], 'tom@urs.example');
    await ask('tom.two@urs.example');
    await ask('mei@urs.example');
    await ask('mei.two@urs.example');
    await rowsOf(
      app,
      `insert into accounts (id, name, state, created_at, updated_at) values ('acc_mei', 'Mei', 'active', now(), now())`,
    );
    for (const [canonical, account] of [
      ['mei@urs.example', `'acc_mei'`],
      ['mei.two@urs.example', `'acc_mei'`],
      ['tom.two@urs.example', `(select account_id from identifiers where canonical = 'tom@urs.example')`],
    ])
      await rowsOf(
        app,
        `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, created_at)
         values ('idn_' || $1, ${account}, 'email', $1, $1, now(), now())`,
        [canonical],
      );
    expect(await seats()).toBeNull();
    await limitTo(9);
    expect(await seats()).toEqual({ limit: 9, members: 2, invitations: 1 });
  });

  it('an invitation whose time was over takes a place again only where there is one', async () => {
    expect((await ask('mei@urs.example')).statusCode).toBe(201);
    const [{ id }] = (await company.owner.get(`${base()}/invitations?q=mei@urs.example`)).json().items;
    app.clock.advance(8 * DAY);
    await rowsOf(app, 'update sessions set last_seen_at = $1, expires_at = $2', [
      app.clock.now(),
      new Date(app.clock.now().getTime() + DAY),
    ]);
    await proveEverybody(app);
    await limitTo(1);
    for (const [act, body] of [
      ['resend', {}],
      ['extend', { days: 7 }],
      ['correct', { to: { email: 'mei.lin@urs.example' } }],
    ] as const) {
      expect(codeOfProblem(await company.owner.post(`${base()}/invitations/${id}/${act}`, body)), act).toBe(
        'SEATS-FULL',
      );
    }
    await limitTo(2);
    expect((await company.owner.post(`${base()}/invitations/${id}/extend`, { days: 7 })).statusCode).toBe(200);
  });

  it('nobody is reminded of a link that leads nowhere yet', async () => {
    await invite(app, company, { ...MEMBER, to: { email: 'mei@urs.example' } });
    await limitTo(1);
    app.clock.advance(4 * DAY);
    const before = mailsTo(app, 'mei@urs.example').length;
    const remind = async () => {
      await remindInvited(app.services).run();
      await app.deliver();
      return mailsTo(app, 'mei@urs.example').length - before;
    };
    expect(await remind()).toBe(0);
    await rowsOf(app, 'update organizations set member_limit = 2');
    expect(await remind()).toBe(1);
  });

  it('of a list as many are invited as there are places; the rest can be tried again', async () => {
    await limitTo(3);
    const text = ['email', ...[1, 2, 3, 4].map((row) => `row-${row}@urs.example`)].join('\n');
    const { id } = (await company.owner.post(`${base()}/imports`, { text })).json();
    await app.worker.runDue();
    expect((await company.owner.post(`${base()}/imports/${id}/run`, { kind: 'member' })).statusCode).toBe(202);
    await app.worker.runDue();
    const rows = async () =>
      (await company.owner.get(`${base()}/imports/${id}/rows`))
        .json()
        .items.map((row: { state: string; problem: { code: string } | null }) => row.problem?.code ?? row.state);
    expect(await rows()).toEqual(['created', 'created', 'SEATS-FULL', 'SEATS-FULL']);
    expect(await seats()).toEqual({ limit: 3, members: 1, invitations: 2 });
    await limitTo(10);
    const again = (await company.owner.post(`${base()}/imports`, { text })).json();
    await app.worker.runDue();
    await company.owner.post(`${base()}/imports/${again.id}/run`, { kind: 'member' });
    await app.worker.runDue();
    expect(await seats()).toEqual({ limit: 10, members: 1, invitations: 4 });
  });

  it('whoever was added finds out by signing in, and comes in the same way later', async () => {
    expect((await add('ada@urs.example')).statusCode).toBe(201);
    await app.deliver();
    await limitTo(1);
    const signIn = async () => {
      const visit = await begin(app.client(), 'ada@urs.example', { kind: 'sign-in', identifier: 'ada@urs.example' });
      expect(await visit.step('choose-method', { method: 'email-code' })).toBe('code');
      return visit;
    };
    const first = await signIn();
    await first.submit('code', { code: await newestCode(app, 'ada@urs.example') });
    expect(first.flow).toMatchObject({ state: 'stopped', problem: { code: 'SEATS-FULL' } });
    await limitTo(2);
    app.clock.advance(120_000);
    const later = await signIn();
    await later.submit('code', { code: await newestCode(app, 'ada@urs.example') });
    expect((await walkTo(app, later, 'done')).flow.state).toBe('done');
  });

  it('a request to join waits on while there is no place', async () => {
    const other = await invite(app, place, { to: { email: 'eve@urs.example' } });
    const visit = await walkTo(app, await open(app, other), 'company');
    expect(codeOfProblem(await visit.submit('company', COMPANY))).toBe('COMPANY-EXISTS');
    expect(await visit.step('join-company')).toBe('waiting');
    await limitTo(1);
    const [{ id }] = (await company.owner.get(`${base()}/join-requests`)).json().items;
    const decide = () => company.owner.post(`${base()}/join-requests/${id}/decision`, { decision: 'approve' });
    const refused = await decide();
    expect(codeOfProblem(refused)).toBe('SEATS-FULL');
    expect(refused.json().params).toMatchObject({ who: 'approver', limit: 1 });
    expect((await company.owner.get(`${base()}/join-requests?state=requested`)).json().items).toHaveLength(1);
    await limitTo(2);
    expect((await decide()).json()).toMatchObject({ state: 'approved' });
    expect(await seats()).toEqual({ limit: 2, members: 2, invitations: 0 });
  });

  it('suspended members count, those who were removed do not; the database refuses the rest', async () => {
    await join(app, company, ['member'], 'tom@urs.example');
    await proveEverybody(app);
    await limitTo(2);
    await rowsOf(
      app,
      `update memberships set state = 'suspended' where organization_id = $1 and not 'owner' = any(roles)`,
      [company.org],
    );
    const insert = () =>
      rowsOf(
        app,
        `insert into memberships (id, organization_id, account_id, roles, created_at)
         select 'mem_by_hand', $1, account_id, '{member}', now() from identifiers where canonical = 'owner@northwind.example'`,
        [company.org],
      );
    await expect(insert()).rejects.toThrow('CONFLICT');
    await rowsOf(app, `update memberships set state = 'removed' where organization_id = $1 and state = 'suspended'`, [
      company.org,
    ]);
    await insert();
    await expect(
      rowsOf(app, `update memberships set state = 'active' where organization_id = $1 and state = 'removed'`, [
        company.org,
      ]),
    ).rejects.toThrow('CONFLICT');
  });
});
