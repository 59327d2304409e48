import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, type Place, rowsOf } from '../../../test/journey.ts';
import { createSecretBox } from '../../platform/crypto/secret-box.ts';
import { readCatalogue } from '../../platform/i18n/catalogue.ts';
import { sealAuditEvents } from './seal-audit-events.ts';
import { verifyAuditChain } from './verify-audit-chain.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  for (const name of ['one', 'two', 'three']) await invite(app, place, { to: { email: `${name}@urs.example` } });
  await sealAuditEvents(app.services);
});
afterAll(() => app.close());

const verify = () => verifyAuditChain(app.services, null);

/** What a database administrator can do: take the trigger away, and put it back. */
async function asAdministrator(sql: string, table = 'audit_events'): Promise<void> {
  await rowsOf(app, `alter table ${table} disable trigger all`);
  await rowsOf(app, sql);
  await rowsOf(app, `alter table ${table} enable always trigger ${table}_append_only`);
  await rowsOf(app, `alter table ${table} enable always trigger ${table}_no_truncate`);
}

describe('the log is append-only [A60]', () => {
  it.each([
    `update audit_events set ip = ''`,
    'delete from audit_events',
    'truncate audit_events',
    `update audit_seals set hash = ''`,
    'delete from audit_seals',
    'truncate audit_seals',
    `set session_replication_role = replica; delete from audit_events`,
  ])('%s fails, and says so', async (sql) => {
    await expect(app.services.database.pool.query(sql)).rejects.toThrow(/append-only/);
    await app.services.database.pool.query('reset session_replication_role');
  });

  it('what somebody types stays a value of one record', async () => {
    const name = 'Mallory ","level":"info';
    await invite(app, place, { to: { email: 'mallory@urs.example' }, name });
    await sealAuditEvents(app.services);
    expect((await verify()).breaches).toEqual([]);
  });
});

describe('the chain of seals [R32, I7]', () => {
  beforeEach(async () => {
    await sealAuditEvents(app.services);
    expect((await verify()).breaches).toEqual([]);
  });

  it('covers every event once, whoever seals, and however many at once', async () => {
    const invitations = `/api/v1/organizations/${place.org}/invitations`;
    await Promise.all(
      ['a', 'b', 'c'].map((n) => place.owner.post(invitations, { kind: 'member', to: { email: `${n}@urs.example` } })),
    );
    await Promise.allSettled([1, 2, 3].map(() => sealAuditEvents(app.services)));
    await sealAuditEvents(app.services);
    const twice = await rowsOf(
      app,
      `select id from audit_events left join (select unnest(event_ids) as id from audit_seals) s using (id)
       group by id having count(*) <> 1`,
    );
    expect(twice).toEqual([]);
    expect(await rowsOf(app, 'select from audit_unsealed')).toEqual([]);
    const { chains, breaches } = await verify();
    expect(breaches).toEqual([]);
    const [{ events }] = (await rowsOf(app, 'select count(*)::int as events from audit_events')) as [
      { events: number },
    ];
    expect(chains.reduce((sum, chain) => sum + chain.events, 0)).toBe(events);
  });

  it('goes on past the tenth seal and the first page of a check', async () => {
    const event = `with e as (insert into audit_events (organization_id, at, actor_type, action, subject_type, subject_id)
      values ('${place.org}', now(), 'system', 'session.ended', 'session', 'ses_many') returning id)
      insert into audit_unsealed select id from e`;
    for (let seal = 0; seal < 60; seal++) {
      await rowsOf(app, event);
      await sealAuditEvents(app.services);
    }
    const { chains, breaches } = await verify();
    expect(breaches).toEqual([]);
    expect(chains.find(({ organizationId }) => organizationId === place.org)?.seals).toBeGreaterThan(60);
  });

  it('takes an event of a slow transaction into a later seal, under its lower id', async () => {
    const slow = await app.services.database.pool.connect();
    await slow.query('begin');
    await slow.query(`with e as (insert into audit_events (organization_id, at, actor_type, action, subject_type, subject_id)
      values ('${place.org}', now(), 'system', 'session.ended', 'session', 'ses_slow') returning id)
      insert into audit_unsealed select id from e`);
    await invite(app, place, { to: { email: 'fast@urs.example' } });
    await sealAuditEvents(app.services); // waits for nobody
    await slow.query('commit');
    slow.release();
    expect((await rowsOf(app, 'select from audit_unsealed')).length).toBe(1);
    await sealAuditEvents(app.services);
    expect((await verify()).breaches).toEqual([]);
  });

  it('names an event that was altered, and one that was moved to another time', async () => {
    const [event] = await rowsOf<{ id: string; ip: string }>(
      app,
      'select id::text, ip from audit_events order by id limit 1',
    );
    await asAdministrator(`update audit_events set ip = '6.6.6.6' where id = ${event?.id}`);
    expect((await verify()).breaches).toMatchObject([{ what: 'altered', eventId: event?.id, seal: 1 }]);
    await asAdministrator(
      `update audit_events set ip = '${event?.ip}', at = at + interval '1 microsecond' where id = ${event?.id}`,
    );
    expect((await verify()).breaches).toMatchObject([{ what: 'altered', eventId: event?.id }]);
    await asAdministrator(`update audit_events set at = at - interval '1 microsecond' where id = ${event?.id}`);
  });

  it('names one that was removed, and one that was put in', async () => {
    const [event] = await rowsOf<{ id: string }>(app, 'select id::text from audit_events order by id desc limit 1');
    await rowsOf(app, `create table kept as select * from audit_events where id = ${event?.id}`);
    await asAdministrator(`delete from audit_events where id = ${event?.id}`);
    expect((await verify()).breaches).toMatchObject([{ what: 'removed', eventId: event?.id }]);
    await rowsOf(app, 'insert into audit_events overriding system value select * from kept');
    const [forged] = await rowsOf<{ id: string }>(
      app,
      `insert into audit_events (organization_id, at, actor_type, action, subject_type, subject_id)
       values ('${place.org}', now(), 'system', 'membership.created', 'membership', 'mem_forged') returning id::text`,
    );
    expect((await verify()).breaches).toMatchObject([{ what: 'inserted', eventId: forged?.id }]);
    await asAdministrator(`delete from audit_events where id = ${forged?.id}`);
  });

  it('names a seal that was rewritten without the key, or taken out', async () => {
    await asAdministrator(
      `update audit_seals set sealed_at = sealed_at + interval '1 hour' where seq = 1`,
      'audit_seals',
    );
    expect((await verify()).breaches).toContainEqual(expect.objectContaining({ what: 'seal-altered', seal: 1 }));
    await asAdministrator(
      `update audit_seals set sealed_at = sealed_at - interval '1 hour' where seq = 1`,
      'audit_seals',
    );
    await rowsOf(app, 'create table seals as select * from audit_seals where seq = 1');
    await asAdministrator('delete from audit_seals where seq = 1', 'audit_seals');
    expect((await verify()).breaches).toContainEqual(expect.objectContaining({ what: 'seal-removed', seal: 1 }));
    await rowsOf(app, 'insert into audit_seals select * from seals');
  });

  it('holds while keys rotate, and under no other key', async () => {
    const { database } = app.services;
    const rotated = createSecretBox([Buffer.alloc(32, 9), Buffer.alloc(32, 7)]);
    expect((await verifyAuditChain({ database, secretBox: rotated }, null)).breaches).toEqual([]);
    const other = createSecretBox([Buffer.alloc(32, 9)]);
    expect((await verifyAuditChain({ database, secretBox: other }, null)).breaches.length).toBeGreaterThan(0);
  });
});

describe('the list of the log', () => {
  const list = async (search = '') => {
    const answer = await place.owner.get(`/api/v1/organizations/${place.org}/audit-events${search}`);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };

  it('finds by action, words, person and time, page by page without a gap', async () => {
    const all = await list('?limit=200');
    expect(all.seal).toMatchObject({ waiting: 0, sealedAt: expect.any(String) });
    const pages: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`?limit=2${cursor}`);
      pages.push(...page.items.map(({ id }: { id: string }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(pages).toEqual(all.items.map(({ id }: { id: string }) => id));
    const created = await list('?action=invitation.created&q=ONE@urs');
    expect(created.items).toMatchObject([
      {
        actor: { type: 'account', name: 'Olga Owner' },
        subject: { type: 'invitation', name: 'one@urs.example' },
        sealed: true,
      },
    ]);
    expect((await list('?q=olga')).items.length).toBeGreaterThan(3);
    expect((await list('?to=2020-01-01T00:00:00Z')).items).toEqual([]);
    expect((await list('?from=2020-01-01T00:00:00Z&q=nothing-like-it')).items).toEqual([]);
    const subject = created.items[0].subject.id;
    expect((await list(`?subject=${subject}`)).items).toHaveLength(1);
  });

  it('says what waits for its seal, to people and to machines', async () => {
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations`, {
      kind: 'member',
      to: { email: 'late@urs.example' },
    });
    const { items, seal } = await list('?limit=1');
    expect(items).toMatchObject([{ action: 'invitation.created', sealed: false }]);
    expect(seal).toMatchObject({ waiting: 1, oldest: items[0].at });
    expect((await app.client().get('/metrics')).body).toContain('gatehouse_audit_unsealed_events 1');
  });

  it('has words for every act, in every language', () => {
    const source = readFileSync(path.join(import.meta.dirname, 'record-audit-event.ts'), 'utf8');
    const actions = [...source.matchAll(/^ {2}\| '([a-z.-]+)'/gm)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(20);
    for (const locale of LOCALES) {
      const texts = readCatalogue(locale);
      expect(
        actions.filter((action) => !texts.has(`audit.action.${action}`)),
        locale,
      ).toEqual([]);
    }
  });
});
