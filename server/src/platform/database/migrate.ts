import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { findUpward } from '../find-upward.ts';
import { databaseErrorCode } from './database.ts';

/** Any number that nobody else uses as an advisory lock: "GATE" in ASCII. */
export const MIGRATION_LOCK = 0x47415445;

/** One numbered file. */
export type Migration = { readonly name: string; readonly sql: string; readonly hash: string };

export type MigrateOptions = {
  readonly directory?: string;
  /** Told, in words, what a migration waits for. */
  readonly log?: (message: string) => void;
  /** How long a migration waits for a lock while others wait behind it, in milliseconds; 700. */
  readonly lockMilliseconds?: number;
  /** How long it tries in all, in milliseconds; 10 minutes. */
  readonly patienceMilliseconds?: number;
};

/** Where the numbered SQL files are, from the sources and from the build alike. */
export function migrationsDirectory(): string {
  return findUpward(import.meta.dirname, 'server/migrations');
}

/**
 * Applies the migrations that are missing, in order, each in a transaction of its own, under a lock: safe to run twice, from
 * several processes at once, and beside requests. A migration that has to wait for a table gives up after a moment, so that
 * nobody waits behind it, and begins again later. Answers the names of those applied now.
 * @throws Error when a file that was applied has changed since, when the database is of a newer release, or when a table
 *   does not become free
 */
export async function migrate(pool: pg.Pool, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const missing = missingOf(migrations, await listApplied(client));
    for (const migration of missing) await applyPatiently(client, migration, options);
    return missing.map(({ name }) => name);
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

/** Every migration of this release, in order. */
export async function readMigrations(directory: string = migrationsDirectory()): Promise<Migration[]> {
  const files = await migrationFiles(directory);
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(path.join(directory, name), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function migrationFiles(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
}

/** What was applied: hash by name. Makes the list where there is none. */
export async function listApplied(client: pg.ClientBase): Promise<Map<string, string>> {
  await client.query(`create table if not exists schema_migrations (
    name text primary key, hash text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from schema_migrations');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

/**
 * The migrations that are not among the applied ones, in order.
 * @throws Error when an applied one has another hash, or is not known to this release
 */
export function missingOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const unknown = [...applied.keys()].filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `The database is of a newer release (${unknown.join(', ')}). Install that release, or restore a backup.`,
    );
  }
  const changed = migrations.find(({ name, hash }) => applied.has(name) && applied.get(name) !== hash);
  if (changed) {
    throw new Error(`Migration ${changed.name} was changed after it was applied. Released migrations are frozen.`);
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Applies one in the transaction of `client`. @throws Error in words, with the database's error as its cause */
export async function applyMigration(client: pg.ClientBase, { name, sql, hash }: Migration): Promise<void> {
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, hash) values ($1, $2)', [name, hash]);
  } catch (error) {
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** lock_not_available, deadlock_detected */
const IN_THE_WAY = new Set(['55P03', '40P01']);

async function applyPatiently(client: pg.PoolClient, migration: Migration, options: MigrateOptions): Promise<void> {
  const { lockMilliseconds = 700, patienceMilliseconds = 600_000, log = () => {} } = options;
  const until = Date.now() + patienceMilliseconds;
  for (let attempt = 1; ; attempt++) {
    await client.query('begin');
    try {
      await client.query(`set local lock_timeout = ${Math.round(lockMilliseconds)}`);
      await applyMigration(client, migration);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      if (!IN_THE_WAY.has(databaseErrorCode((error as Error).cause) ?? '')) throw error;
      if (Date.now() > until) {
        throw new Error(
          `Migration ${migration.name} finds a table in use for ${Math.round(patienceMilliseconds / 1000)} seconds. Look for a ` +
            'transaction that does not end (pg_stat_activity), a backup or a report, and start again.',
          { cause: error },
        );
      }
      if (attempt === 1) log(`Migration ${migration.name} waits until a table is free.`);
    }
    await pause(Math.min(5000, lockMilliseconds * attempt) * (0.5 + Math.random() / 2));
  }
}
