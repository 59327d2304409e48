import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connectionUrl, startEmbeddedPostgres } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { databaseUrl, TEMPLATE_DATABASE } from './database-url.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Any database of the server that all tests of this run share. */
    readonly databaseServer: string;
  }
}

/** One PostgreSQL per run with the migrated template in it: GATEHOUSE_TEST_DATABASE_URL's, else an embedded one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.GATEHOUSE_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startServer();
  try {
    await createTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('databaseServer', server.url);
  return server.stop;
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

async function createTemplate(serverUrl: string): Promise<void> {
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  try {
    await server.query(`drop database if exists ${TEMPLATE_DATABASE} with (force)`);
    await server.query(`create database ${TEMPLATE_DATABASE}`);
  } finally {
    await server.end();
  }
  const pool = new pg.Pool({ connectionString: databaseUrl(serverUrl, TEMPLATE_DATABASE), max: 1 });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
}
