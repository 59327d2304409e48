import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { findUpward } from '../find-upward.ts';

/** Any number that nobody else uses as an advisory lock: "GATE" in ASCII. */
const MIGRATION_LOCK = 0x47415445;

/** Where the numbered SQL files are, from the sources and from the build alike. */
export function migrationsDirectory(): string {
  return findUpward(import.meta.dirname, 'server/migrations');
}

/**
 * Applies the migrations that are missing, in order, each in a transaction of its own, under a lock: safe to run
 * twice and from several processes at once. Answers the names of those applied now.
 * @throws Error when a file that was applied has changed since, or when the database is of a newer release.
 */
export async function migrate(pool: pg.Pool, directory: string = migrationsDirectory()): Promise<string[]> {
  const files = await migrationFiles(directory);
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await appliedMigrations(client);
    refuseUnknown(applied, files);
    const now: string[] = [];
    for (const name of files) {
      const sql = await readFile(path.join(directory, name), 'utf8');
      const hash = createHash('sha256').update(sql).digest('hex');
      const before = applied.get(name);
      if (before === undefined) {
        await apply(client, name, sql, hash);
        now.push(name);
      } else if (before !== hash) {
        throw new Error(`Migration ${name} was changed after it was applied. Released migrations are frozen.`);
      }
    }
    return now;
  } finally {
    await client.query('select pg_advisory_unlock_all(); reset lock_timeout; reset statement_timeout').catch(() => {});
    client.release();
  }
}

/** Names of the migrations that this database lacks, in order. Changes nothing. */
export async function findPendingMigrations(
  pool: pg.Pool,
  directory: string = migrationsDirectory(),
): Promise<string[]> {
  const files = await migrationFiles(directory);
  const { rows } = await pool.query<{ any: boolean }>(`select to_regclass('schema_migrations') is not null as any`);
  if (!rows[0]?.any) return files;
  const applied = await pool.query<{ name: string }>('select name from schema_migrations');
  const names = new Set(applied.rows.map(({ name }) => name));
  return files.filter((file) => !names.has(file));
}

async function migrationFiles(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
}

async function appliedMigrations(client: pg.PoolClient): Promise<Map<string, string>> {
  await client.query(`create table if not exists schema_migrations (
    name text primary key, hash text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from schema_migrations');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

function refuseUnknown(applied: Map<string, string>, files: readonly string[]): void {
  const unknown = [...applied.keys()].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database is of a newer release (${unknown.join(', ')}). Install that release, or restore a backup.`,
    );
  }
}

async function apply(client: pg.PoolClient, name: string, sql: string, hash: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, hash) values ($1, $2)', [name, hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
