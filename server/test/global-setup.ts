import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
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
    /** The database that every test database is a copy of: migrated, empty. */
    readonly databaseTemplate: string;
  }
}

/** One PostgreSQL per run with the migrated template in it: GATEHOUSE_TEST_DATABASE_URL's, else an embedded one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.GATEHOUSE_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startServer();
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
  project.provide('databaseTemplate', template);
  return teardown;
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  await chmod(folder, 0o711); // as root, PostgreSQL runs as somebody else, who must get in
  const postgres = await startEmbeddedPostgres({
    dataDirectory: folder,
    log: (message) => console.error(message),
    maxConnections: 200,
    durable: false,
    settings: { shared_buffers: '128MB', autovacuum: 'off' },
  });
  return {
    url: connectionUrl(postgres.connection),
    async stop() {
      await postgres.stop();
      for (const path of [folder, postgres.dataDirectory]) await rm(path, { recursive: true, force: true });
    },
  };
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
