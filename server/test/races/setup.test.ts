import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { prepareSetup } from '../../src/features/organizations/index.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { tally, times } from '../crowd.ts';
import { databaseUrl, onServer } from '../database-server.ts';
import { PASSWORD } from '../person.ts';
import { CALLERS, createRaceWorld, RELEASES } from './race-world.ts';

describe.each(RELEASES)('the first run under a crowd (security.md S12, %s)', (kind) => {
  it('makes one owner and one organization of one set-up token', async () => {
    const world = await createRaceWorld();
    try {
      const token = await prepareSetup(world.app.services, null);
      const presses = times(CALLERS, (index) => ({
        by: world.person(),
        path: '/api/v1/setup',
        body: {
          token,
          organization: { name: `Northwind ${index}` },
          owner: { name: 'Olga Owner', email: `owner-${index}@northwind.example`, password: PASSWORD },
        },
      }));
      const written = ['installation', 'accounts', 'identifiers', 'passwords', 'organizations', 'memberships'];
      const answers = await world.release(kind, written)(presses);
      expect(tally(answers)).toEqual({ 201: 1, '409 SETUP-DONE': CALLERS - 1 });
      const counts = ['accounts', 'organizations', 'memberships', 'sessions', 'passwords'].map((table) =>
        world.count(table),
      );
      expect(await Promise.all(counts)).toEqual([1, 1, 1, 1, 1]);
      expect(await prepareSetup(world.app.services, null)).toBeNull();
    } finally {
      await world.close();
    }
  });
});

it('migrates an empty database once when several processes start at once', async () => {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const pools = times(4, () => new pg.Pool({ connectionString: databaseUrl(server, name), max: 1 }));
  for (const pool of pools) pool.on('error', () => {});
  try {
    const applied = await Promise.all(pools.map((pool) => migrate(pool)));
    const workers = applied.filter((names) => names.length > 0);
    expect(workers).toHaveLength(1);
    const { rows } = (await pools[0]?.query('select name from schema_migrations order by name')) ?? { rows: [] };
    expect(rows.map((row) => row.name)).toEqual(workers[0]);
    expect(await Promise.all(pools.map((pool) => migrate(pool)))).toEqual([[], [], [], []]);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
    await onServer(server, `drop database if exists ${name} with (force)`);
  }
});
