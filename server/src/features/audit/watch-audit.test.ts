import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Place, rowsOf } from '../../../test/journey.ts';
import { findHouse } from '../organizations/index.ts';
import { sealAuditEvents } from './seal-audit-events.ts';
import { verifyAuditChain } from './verify-audit-chain.ts';
import { recordRefusals } from './watch-audit.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await sealAuditEvents(app.services);
});
afterAll(() => app.close());

const watch = () => recordRefusals(app.services, findHouse);
const told = async () => {
  const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?limit=50`)).json();
  return items
    .filter(({ action }: { action: string }) => action.startsWith('audit.'))
    .map(({ action, change }: { action: string; change: object }) => ({ action, change }));
};

describe('an attempt to edit the log [A60]', () => {
  it('is refused with a state of its own, and stands in the log itself', async () => {
    const { pool } = app.services.database;
    await expect(pool.query(`update audit_events set ip = '6.6.6.6'`)).rejects.toMatchObject({
      code: 'GHA01',
      detail: expect.stringContaining('by the role'),
    });
    await expect(pool.query('begin; delete from audit_seals')).rejects.toMatchObject({ code: 'GHA01' });
    await pool.query('rollback');
    await Promise.all([watch(), watch()]);
    await watch();
    expect(await told()).toEqual([
      { action: 'audit.change-refused', change: { operation: 'delete', attempts: 1 } },
      { action: 'audit.change-refused', change: { operation: 'update', attempts: 1 } },
    ]);
    expect((await app.client().get('/metrics')).body).toMatch(/gatehouse_audit_refused_changes 2\n/);
  });

  it('is counted for somebody else at the database too, whose transaction fails as a whole', async () => {
    const other = new pg.Client({ connectionString: app.databaseUrl, application_name: 'psql' });
    await other.connect();
    await other.query('begin');
    await other.query('savepoint s');
    for (let time = 0; time < 3; time++) {
      await expect(other.query('truncate audit_events cascade')).rejects.toThrow(/append-only/);
      await other.query('rollback to s');
    }
    await other.query('rollback');
    await other.end();
    await watch();
    expect((await told())[0]).toEqual({
      action: 'audit.change-refused',
      change: { operation: 'truncate', attempts: 3 },
    });
  });

  it('is counted for a role that may write to the table and to nothing else', async () => {
    const role = `clerk_${app.databaseUrl.slice(-8)}`;
    await rowsOf(app, `create role ${role}`);
    try {
      await rowsOf(app, `grant usage on schema public to ${role}; grant select, update on audit_events to ${role}`);
      const client = await app.services.database.pool.connect();
      await client.query(`set role ${role}`);
      await expect(client.query(`update audit_events set ip = ''`)).rejects.toMatchObject({ code: 'GHA01' });
      await client.query('reset role');
      client.release();
    } finally {
      await rowsOf(app, `drop owned by ${role}; drop role ${role}`);
    }
    await watch();
    expect((await told())[0]).toMatchObject({ change: { operation: 'update', attempts: 1 } });
  });

  it('who takes the protection away is told of, and who puts it back', async () => {
    await rowsOf(app, 'alter table audit_events enable trigger audit_events_append_only'); // not `always`
    await watch();
    await watch();
    expect((await told())[0]).toEqual({
      action: 'audit.guard-lost',
      change: { triggers: ['audit_events_append_only'] },
    });
    expect((await verifyAuditChain(app.services, null)).missingGuards).toEqual(['audit_events_append_only']);
    expect((await app.client().get('/metrics')).body).toMatch(/gatehouse_audit_guarded 0\n/);
    await rowsOf(app, 'alter table audit_events enable always trigger audit_events_append_only');
    await watch();
    expect((await told())[0]).toMatchObject({ action: 'audit.guard-restored' });
    await sealAuditEvents(app.services);
    expect((await verifyAuditChain(app.services, null)).breaches).toEqual([]);
  });
});
