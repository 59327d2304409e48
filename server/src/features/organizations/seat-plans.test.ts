import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { fillLists } from '../../../test/fill-lists.ts';
import { explaining } from '../../../test/plans.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { countMembersWith, findSeats, hasRoom, saveLimit } from './seat-store.ts';

const MANY = 5000;
const INVITED = 20_000;

describe(`seats of an organization of ${MANY} members`, () => {
  let app: TestApp;
  let organizationId: string;
  let account: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ org: organizationId } = await app.setUp());
    const { pool } = app.services.database;
    await fillLists(pool, { organizationId, invitations: INVITED, people: MANY });
    const { rows } = await pool.query(
      'select account_id as id from memberships where organization_id = $1 order by id limit 1',
      [organizationId],
    );
    account = rows[0].id;
  }, 60_000);
  afterAll(() => app.close());

  const limitTo = (limit: number) =>
    app.services.database.transaction((tx: Transaction) => saveLimit(tx, organizationId, limit));

  /** The most that one step of the plan read, and of what. */
  async function mostRead(ask: (database: Queryable) => Promise<unknown>) {
    const { database, readings } = explaining(app.services.database.pool);
    const answer = await ask(database);
    expect(readings.length).toBeGreaterThan(0);
    expect(readings.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
    return { answer, worst: readings.toSorted((one, other) => other.rows - one.rows)[0], readings };
  }

  /** Those whose time is not over: the only ones that are gone through. */
  async function countComing(): Promise<number> {
    const { rows } = await app.services.database.pool.query(
      `select count(*)::int as count from invitations where organization_id = $1 and greatest(expires_at, resumable_until) > $2
         and state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')`,
      [organizationId, app.clock.now()],
    );
    return rows[0].count;
  }

  it('coming in reads what is counted already, not the members', async () => {
    await limitTo(MANY * 2);
    const { answer, readings } = await mostRead((database) => countMembersWith(database, organizationId, account));
    expect(answer).toEqual({ members: MANY + 1, isMember: true });
    expect(readings.every(({ rows }) => rows <= 1)).toBe(true);
  });

  it('inviting with room for everybody goes no farther than whose time is not over, and tells nobody apart', async () => {
    await limitTo(MANY * 2);
    const coming = await countComing();
    expect(coming).toBeGreaterThan(100);
    const { answer, worst, readings } = await mostRead((database) =>
      hasRoom(database, organizationId, app.clock.now()),
    );
    expect(answer).toBe(true);
    expect(worst?.rows, JSON.stringify(worst)).toBeLessThanOrEqual(coming);
    expect(readings.filter(({ of }) => /^(memberships|identifiers) /.test(of))).toEqual([]);
  });

  it('with few places left it goes no farther than those', async () => {
    await limitTo(MANY + 10);
    const { answer, worst } = await mostRead((database) => hasRoom(database, organizationId, app.clock.now()));
    expect(answer).toBe(false);
    expect(worst?.rows, JSON.stringify(worst)).toBeLessThan(30);
  });

  it('the whole figure goes through those whose time is not over, each by key', async () => {
    await limitTo(MANY * 2);
    const coming = await countComing();
    const { answer, worst } = await mostRead((database) => findSeats(database, organizationId, app.clock.now()));
    expect(answer).toMatchObject({ limit: MANY * 2, members: MANY + 1 });
    expect(worst?.rows, JSON.stringify(worst)).toBeLessThanOrEqual(2 * coming);
  });

  it('neither does the database go through them when somebody comes, goes or returns', async () => {
    await limitTo(MANY * 2);
    const client = await app.services.database.pool.connect();
    const read = async () => {
      const { rows } = await client.query(
        `select coalesce(sum(pg_stat_get_xact_tuples_returned(of)), 0)::int as count from (
           select 'memberships'::regclass::oid as of
           union all select indexrelid from pg_index where indrelid = 'memberships'::regclass) every`,
      );
      return rows[0].count;
    };
    try {
      await client.query('begin');
      const before = await read();
      await client.query(
        `insert into accounts (id, state, name, created_at, updated_at) values ('acc_late', 'active', 'Late', now(), now())`,
      );
      await client.query(
        `insert into memberships (id, organization_id, account_id, roles, created_at)
         values ('mem_late', $1, 'acc_late', '{member}', now())`,
        [organizationId],
      );
      for (const state of ['removed', 'active'])
        await client.query(`update memberships set state = $1 where id = 'mem_late'`, [state]);
      expect((await read()) - before).toBeLessThan(50);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
