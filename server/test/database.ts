import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { databaseUrl, onServer } from './database-server.ts';

export type TestDatabase = {
  readonly name: string;
  /** For DATABASE_URL and `pg`. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
};

/** A database of one test file's own: migrated, empty, made in tens of milliseconds. */
export function createTestDatabase(): Promise<TestDatabase> {
  return makeDatabase(inject('databaseCopy'));
}

/** A database with nothing in it: for what makes its own tables. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return makeDatabase('template template0');
}

async function makeDatabase(like: string): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name} ${like}`);
  const url = databaseUrl(server, name);
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  pool.on('error', () => {}); // a test that cuts connections on purpose
  return {
    name,
    url,
    pool,
    async drop() {
      await pool.end();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}
