import { expect, it } from 'vitest';
import { createTestDatabase } from './database.ts';
import { databaseUrl } from './database-server.ts';

it('gives each caller a migrated database of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await one.pool.query('create table only_here ()');
    const { rows } = await other.pool.query(
      `select to_regclass('only_here') as stranger, to_regclass('schema_migrations') is not null as migrated`,
    );
    expect(rows).toEqual([{ stranger: null, migrated: true }]);
  } finally {
    await Promise.all([one.drop(), other.drop()]);
  }
});

it.each([
  ['postgres://gatehouse@/gatehouse?host=%2Ftmp%2Fs', 'postgres://gatehouse@/other?host=%2Ftmp%2Fs'],
  ['postgresql://me:word@db.example.test:5433/first', 'postgresql://me:word@db.example.test:5433/other'],
  ['postgres://db.example.test?sslmode=require', 'postgres://db.example.test/other?sslmode=require'],
])('changes the database of %s', (url, expected) => {
  expect(databaseUrl(url, 'other')).toBe(expected);
});

it('compares the ids of all tables in one way, so that an index of one serves the other', async () => {
  const { pool, drop } = await createTestDatabase();
  try {
    const { rows } = await pool.query(
      `select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid = 'text'::regtype
         and a.attname ~ '(^|_)id$' and a.attcollation <> '"C"'::regcollation and a.attname <> 'request_id'`,
    );
    expect(rows).toEqual([]);
  } finally {
    await drop();
  }
});
