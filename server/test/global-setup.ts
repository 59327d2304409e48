import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connectionUrl, startEmbeddedPostgres } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { databaseUrl, onServer } from './database-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Any database of the server that all tests of this run share. */
    readonly databaseServer: string;
    /** What follows `create database <name>` for a copy of the template: a database that is migrated and empty. */
    readonly databaseCopy: string;
  }
}

/** One PostgreSQL per run with the migrated template in it: GATEHOUSE_TEST_DATABASE_URL's, else an embedded one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.GATEHOUSE_TEST_DATABASE_URL;
  const server = given ? await givenServer(given) : await startServer();
  const template = `template_gatehouse_${randomBytes(4).toString('hex')}`; // the server may serve several runs
  const teardown = async () => {
    await onServer(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  try {
    await createTemplate(server.url, template);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('databaseServer', server.url);
  project.provide('databaseCopy', `template ${template} ${server.strategy}`);
  return teardown;
}

type Server = { readonly url: string; readonly strategy: string; stop(): Promise<void> };

/** Copying files costs a checkpoint, and somebody else's server writes those down; PostgreSQL 14 has no word for the choice. */
async function givenServer(url: string): Promise<Server> {
  const { rows } = await onServer(url, 'show server_version_num');
  const strategy = Number(rows[0]?.server_version_num) >= 150_000 ? 'strategy wal_log' : '';
  return { url, strategy, stop: async () => {} };
}

async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(await roomyFolder(), 'gatehouse-test-'));
  await chmod(folder, 0o711); // as root, PostgreSQL runs as somebody else, who must get in
  const postgres = await startEmbeddedPostgres({
    dataDirectory: folder,
    log: (message) => console.error(message),
    maxConnections: 200,
    durable: false,
    settings: {
      shared_buffers: '128MB',
      max_wal_size: '128MB',
      autovacuum: 'off',
      // A test runs a statement once or twice, on new connections; planning it anew each time took longer than running it.
      plan_cache_mode: 'force_generic_plan',
    },
  });
  return {
    url: connectionUrl(postgres.connection),
    strategy: 'strategy file_copy',
    async stop() {
      await postgres.stop();
      for (const path of [folder, postgres.dataDirectory]) await rm(path, { recursive: true, force: true });
    },
  };
}

const IN_MEMORY = '/dev/shm';
const ROOM = 2 ** 31;

/** In memory where there is room: a database is 700 files, made for each test file and deleted with it. */
async function roomyFolder(): Promise<string> {
  const free = await statfs(IN_MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0, // not this system's
  );
  return free >= ROOM ? IN_MEMORY : tmpdir();
}

async function createTemplate(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `create database ${name}`);
  const pool = new pg.Pool({ connectionString: databaseUrl(serverUrl, name), max: 1 });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
}
