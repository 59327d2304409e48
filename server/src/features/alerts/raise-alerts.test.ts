import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { invite, open, type Place, proveEverybody, rowsOf, walkTo } from '../../../test/journey.ts';
import { explaining } from '../../../test/plans.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { recordRefusals } from '../audit/watch-audit.ts';
import { findHouse } from '../organizations/index.ts';
import { raiseAlerts } from './raise-alerts.ts';
import { listActs, listFailures } from './watched-event-read-model.ts';

let app: TestApp;
let place: Place;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  path = `/api/v1/organizations/${place.org}`;
});
afterAll(() => app.close());

type Listed = {
  id: string;
  rule: string;
  state: string;
  count: number;
  subject: { id: string; address: string | null };
};
const list = async (search = '?state=open', client: TestClient = place.owner): Promise<Listed[]> => {
  const answer = await client.get(`${path}/alerts${search}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
};
const look = () => raiseAlerts(app.services);
const alertMails = () => app.mailbox.mails.filter(({ subject }) => subject.startsWith('Northwind Machines: '));

async function fail(identifier: string, ip: string): Promise<void> {
  const client = app.client({ ip });
  const flow = (await client.post('/api/v1/flows', { kind: 'sign-in', identifier })).json();
  await client.post(`/api/v1/flows/${flow.id}/password`, { password: `not ${PASSWORD}` });
}

describe('an attack on one account, seen by those who run the organization', () => {
  let first: Listed | undefined;

  it('opens one alert for each rule, however often it is looked at, and mails once', async () => {
    for (let time = 0; time < 10; time++) await fail('owner@northwind.example', '203.0.113.7');
    await Promise.all([look(), look()]);
    await look();
    await app.deliver();
    const alerts = await list();
    first = alerts.find(({ rule }) => rule === 'failures-account');
    expect(alerts.map(({ rule }) => rule).sort()).toEqual(['account-locked', 'failures-account']);
    expect(first).toMatchObject({
      count: 10,
      subject: {
        type: 'account',
        name: 'Olga Owner',
        address: 'owner@northwind.example',
        memberId: expect.stringMatching(/^mem_/),
      },
      evidence: { networks: ['203.0.113.7'], identifiers: 1 },
      acknowledged: null,
    });
    expect(
      alertMails()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual([
      'Northwind Machines: Many failed sign-ins of one account',
      'Northwind Machines: Sign-in by password locked',
    ]);
    expect((await app.client().get('/metrics')).body).toContain('gatehouse_alerts_open 2');
  });

  it('brings it up to date instead of repeating it, and writes no second mail within the hour', async () => {
    app.clock.advance(10 * SECOND);
    await fail('owner@northwind.example', '203.0.113.8');
    await look();
    await app.deliver();
    const again = (await list()).find(({ rule }) => rule === 'failures-account');
    expect(again).toMatchObject({ id: first?.id, count: 11, evidence: { networks: ['203.0.113.8', '203.0.113.7'] } });
    expect(alertMails()).toHaveLength(2);
  });

  it('stands in the overview, with the way to it', async () => {
    const { needsAttention } = (await place.owner.get(`${path}/overview`)).json();
    expect(needsAttention).toContainEqual(expect.objectContaining({ kind: 'alerts', count: 2, room: 'sign-in-log' }));
  });

  it('is closed by one person, with a note, for everybody; what was before opens nothing', async () => {
    const acknowledge = () =>
      place.owner.post(`${path}/alerts/${first?.id}/acknowledge`, { note: 'Called: it was she.' });
    const answers = await Promise.all([acknowledge(), acknowledge()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    app.clock.advance(5 * SECOND);
    await fail('owner@northwind.example', '203.0.113.8');
    await look();
    expect((await list()).map(({ rule }) => rule)).toEqual(['account-locked']);
    expect(await list('?state=acknowledged')).toMatchObject([
      { id: first?.id, acknowledged: { by: 'Olga Owner', note: 'Called: it was she.' } },
    ]);
    const audit = (await place.owner.get(`${path}/audit-events?action=alert.acknowledged`)).json().items;
    expect(audit).toMatchObject([{ subject: { type: 'alert', id: first?.id }, change: { rule: 'failures-account' } }]);
    expect((await place.owner.post(`${path}/alerts/alt_unknown/acknowledge`, {})).statusCode).toBe(404);
  });

  it('opens a new one when it begins again, and mails when the hour is over', async () => {
    app.clock.advance(30 * MINUTE);
    for (let time = 0; time < 10; time++) await fail('owner@northwind.example', '203.0.113.9');
    await look();
    await app.deliver();
    const again = (await list()).find(({ rule }) => rule === 'failures-account');
    expect(again?.id).not.toBe(first?.id);
    expect(alertMails()).toHaveLength(2);
    app.clock.advance(31 * MINUTE);
    await look();
    await app.deliver();
    expect(alertMails()).toHaveLength(3);
  });
});

describe('other rules', () => {
  it('many accounts from one network: told to whose installation it is, whether or not there are such accounts', async () => {
    app.clock.advance(HOUR);
    for (let index = 0; index < 10; index++) await fail(`nobody-${index}@urs.example`, `2001:db8:1:1::${index}`);
    await look();
    const found = (await list()).find(({ rule }) => rule === 'many-accounts');
    expect(found).toMatchObject({
      subject: { type: 'network', id: '2001:db8:1:1::/64' },
      evidence: { identifiers: 10 },
    });
  });

  it('acts on an account are told in each of its organizations, with who did it', async () => {
    const [{ id: account }] = (await rowsOf(app, `select account_id as id from memberships limit 1`)) as [
      { id: string },
    ];
    await rowsOf(
      app,
      `with e as (insert into audit_events (organization_id, at, actor_type, actor_id, action, subject_type, subject_id)
         values (null, $2, 'account', $1, 'account.factor-removed', 'account', $1) returning id)
       insert into audit_unsealed select id from e`,
      [account, app.clock.now()],
    );
    await look();
    expect((await list()).find(({ rule }) => rule === 'factor-removed')).toMatchObject({
      subject: { id: account },
      evidence: { by: null },
    });
  });

  it('access that an administrator resets, and no password that somebody forgot', async () => {
    const resets = async () => {
      await look();
      return (await list()).filter(({ rule }) => rule === 'admin-reset');
    };
    const email = 'ria@northwind.example';
    const invited = await invite(app, place, { kind: 'member', to: { email }, name: undefined });
    await walkTo(app, await open(app, invited), 'done');
    await app.client().post('/api/v1/flows', { kind: 'recovery', identifier: email });
    await app.deliver();
    await app.deliver();
    expect(app.mailbox.mails.filter(({ to, text }) => to.address === email && text.includes('/r/'))).toHaveLength(1);
    expect(await resets()).toEqual([]);
    const { items } = (await place.owner.get(`${path}/members?q=ria`)).json();
    await proveEverybody(app);
    const answer = await place.owner.post(`${path}/members/${items[0].id}/password-reset`, { way: 'email-link' });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(await resets()).toMatchObject([{ count: 1, subject: { address: email }, evidence: { by: 'Olga Owner' } }]);
  });

  it('a temporary password is such a reset too', async () => {
    const phone = '+8613800138111';
    const invited = await invite(app, place, { kind: 'member', to: { phone }, name: '李明' });
    await walkTo(app, await open(app, invited), 'done');
    await proveEverybody(app);
    await place.owner.patch(`${path}/policies`, { temporaryPassword: true });
    const { items } = (await place.owner.get(`${path}/members?q=${encodeURIComponent('李明')}`)).json();
    const answer = await place.owner.post(`${path}/members/${items[0].id}/password-reset`, { way: 'temporary' });
    expect(answer.statusCode, answer.body).toBe(200);
    await look();
    const [found] = (await list()).filter(
      ({ rule, subject }) => rule === 'admin-reset' && /138/.test(subject.address ?? ''),
    );
    expect(found).toMatchObject({ count: 1, evidence: { by: 'Olga Owner' } });
  });

  it('an attempt to edit the audit log is one', async () => {
    await expect(rowsOf(app, 'delete from audit_events')).rejects.toThrow(/append-only/);
    await recordRefusals(app.services, findHouse);
    await look();
    expect((await list()).find(({ rule }) => rule === 'audit-tampered')).toMatchObject({
      count: 1,
      subject: { type: 'audit-log' },
    });
  });

  it('a journey that nobody makes, where places are known', async () => {
    const [{ id: account }] = (await rowsOf(app, `select account_id as id from memberships limit 1`)) as [
      { id: string },
    ];
    const seen = (ip: string, at: Date) =>
      rowsOf(
        app,
        `insert into sign_in_events (id, organization_id, account_id, identifier, at, method, result, ip, user_agent)
         values ($1, $2, $3, 'owner@northwind.example', $4, 'password', 'success', $5, '')`,
        [`${newId('sie', at)}001`, place.org, account, at, ip],
      );
    await seen('192.0.2.1', app.clock.now());
    app.clock.advance(20 * MINUTE);
    await seen('198.51.100.1', app.clock.now());
    const points = new Map([
      ['192.0.2.1', { city: 'Taipei', country: 'TW', latitude: 25.05, longitude: 121.53 }],
      ['198.51.100.1', { city: 'Warszawa', country: 'PL', latitude: 52.23, longitude: 21.01 }],
    ]);
    const locate = (ip: string) => points.get(ip) ?? null;
    await raiseAlerts({ ...app.services, places: { known: true, find: locate, locate } });
    expect((await list()).find(({ rule }) => rule === 'impossible-travel')).toMatchObject({
      subject: { id: account },
      evidence: { places: ['Taipei, TW', 'Warszawa, PL'], minutes: 20 },
    });
  });
});

describe('who is written to', () => {
  it('before it is saved, the policy says how many that would be: whoever can be reached by mail', async () => {
    const effects = async () => (await place.owner.get(`${path}/policy-effects`)).json().alertMails;
    const before = await effects();
    expect(before).toEqual({ owners: 1, administrators: 1 });
    await walkTo(
      app,
      await open(
        app,
        await invite(app, place, { kind: 'member', roles: ['administrator'], to: { email: 'ada@northwind.example' } }),
      ),
      'done',
    );
    expect(await effects()).toEqual({ owners: 1, administrators: 2 });
    await rowsOf(app, `update identifiers set verified_at = null where canonical = 'ada@northwind.example'`);
    expect(await effects()).toEqual(before);
  });

  it('is for the organization to say', async () => {
    await proveEverybody(app);
    await place.owner.patch(`${path}/settings`, { policies: { alertMails: 'nobody' } });
    await app.deliver();
    const before = alertMails().length;
    app.clock.advance(2 * HOUR);
    for (let index = 0; index < 10; index++) await fail(`other-${index}@urs.example`, '198.51.100.99');
    await look();
    await app.deliver();
    expect((await list()).filter(({ rule }) => rule === 'many-accounts')).toHaveLength(2);
    expect(alertMails()).toHaveLength(before);
  });
});

it('looks by indexes, however long the logs are', async () => {
  await invite(app, place, { to: { email: 'one@urs.example' } });
  const old = (n: number) => newId('sie', new Date(Date.now() - 40 * 24 * HOUR - n * 1000));
  await rowsOf(
    app,
    `insert into sign_in_events (id, organization_id, identifier, at, method, result, reason, ip, user_agent)
     select id, $2, 'x', now() - interval '40 days', 'password', 'failure', 'CRED-WRONG', '192.0.2.9', '' from unnest($1::text[]) id`,
    [Array.from({ length: 5000 }, (_, n) => old(n)), place.org],
  );
  await rowsOf(
    app,
    `insert into audit_events (organization_id, at, actor_type, action, subject_type, subject_id)
     select $1, now() - interval '40 days', 'account', 'account.locked', 'account', 'acc_x' from generate_series(1, 5000)`,
    [place.org],
  );
  await rowsOf(app, 'analyze sign_in_events, audit_events');
  const { database, readings } = explaining(app.services.database.pool);
  const since = new Date(app.clock.now().getTime() - HOUR);
  await listFailures(database, since, place.org);
  await listActs(database, ['account.locked', 'account.factor-removed'], since, place.org);
  expect(readings.filter(({ rows }) => rows > 1000)).toEqual([]);
});

it('an organization that was deleted a moment ago is told nothing, and keeps no other from being told', async () => {
  const now = app.clock.now();
  await rowsOf(
    app,
    `insert into organizations (id, slug, name, state, created_at) values ('org_gone', 'gone', 'Gone', 'deleted', $1)`,
    [now],
  );
  await rowsOf(
    app,
    `insert into sign_in_events (id, organization_id, account_id, identifier, at, method, result, reason, ip, user_agent)
     select 'sie_gone' || n, 'org_gone', m.account_id, 'x@urs.example', $2, 'password', 'failure', 'CRED-WRONG', '203.0.113.50', ''
     from generate_series(1, 10) n, (select account_id from memberships where organization_id = $1 limit 1) m`,
    [place.org, now],
  );
  await look();
  expect(await rowsOf(app, `select 1 from alerts where organization_id = 'org_gone'`)).toEqual([]);
});
