import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '../server/src/platform/database/database.ts';
import { connectionUrl, startEmbeddedPostgres } from '../server/src/platform/database/embedded.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { databaseUrl, onServer } from '../server/test/database-server.ts';
import { BUILT } from '../tools/run/build.mjs';
import { gatehouseWishes, PEER_SECRET, peerWishes, type Wishes } from './contestants.ts';
import { BENCH, freePort, type Server, startServer } from './processes.ts';
import { seed } from './seed.ts';
import { MASTER_KEY } from './world.ts';

/** What `pg` in each server may open: the default of Gatehouse. */
const CONNECTIONS = '10';

export type Contestant = Server & {
  readonly wishes: Wishes;
  readonly databaseUrl: string;
};

export type Environment = {
  readonly gatehouse: Contestant;
  readonly floor: Contestant;
  /** Null, with the reason told, where its packages cannot be had. */
  readonly peer: Contestant | null;
  /** Argon2id hash of everybody's password. */
  readonly passwordHash: string;
  /** Of Gatehouse, before the first request, in MB. */
  readonly memoryAtRest: number;
  stop(): Promise<void>;
};

/** One durable PostgreSQL with a database for each server, all three filled alike, and the servers on it. */
export async function startEnvironment(say: (text: string) => void): Promise<Environment> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDirectory: folder, maxConnections: 60, log: say });
  const servers: Server[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    if (postgres.dataDirectory !== folder) rmSync(postgres.dataDirectory, { recursive: true, force: true });
  };
  try {
    const url = connectionUrl(postgres.connection);
    say('filling the databases ...');
    const passwordHash = await fill(url);
    const floor = await startFloor(databaseUrl(url, 'floor'));
    servers.push(floor);
    const gatehouse = await startGatehouse(url);
    servers.push(gatehouse);
    const peer = await startPeer(databaseUrl(url, 'peer'), say);
    if (peer) servers.push(peer);
    await new Promise((resolve) => setTimeout(resolve, 2000)); // at rest: start-up is over
    return { gatehouse, floor, peer, passwordHash, memoryAtRest: gatehouse.memory(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fill(url: string): Promise<string> {
  const { pool, close } = openDatabase({ connection: { connectionString: url }, connections: 1, onError: () => {} });
  await migrate(pool);
  await close();
  const passwordHash = await seed(url);
  const maintenance = databaseUrl(url, 'postgres');
  await onServer(maintenance, 'create database floor template gatehouse');
  await onServer(maintenance, 'create database peer');
  return passwordHash;
}

async function startGatehouse(url: string): Promise<Contestant> {
  const port = await freePort();
  const environment = {
    DATABASE_URL: url,
    DATABASE_CONNECTIONS: CONNECTIONS,
    GATEHOUSE_URL: `http://127.0.0.1:${port}`,
    GATEHOUSE_SECRET: MASTER_KEY.toString('base64'),
    TRUSTED_PROXIES: '127.0.0.1',
    // Counted like everywhere, but one inviter meets no limit.
    INVITATIONS_PER_DAY: '1000000',
  };
  const server = await startServer('gatehouse', [...BUILT, 'server/dist/server/src/main.js'], environment, port);
  return { ...server, wishes: gatehouseWishes(port), databaseUrl: url };
}

async function startFloor(url: string): Promise<Contestant> {
  const port = await freePort();
  const environment = { DATABASE_URL: url, DATABASE_CONNECTIONS: CONNECTIONS };
  const server = await startServer('floor', [path.join(BENCH, 'floor.ts')], environment, port);
  return { ...server, wishes: gatehouseWishes(port), databaseUrl: url };
}

async function startPeer(url: string, say: (text: string) => void): Promise<Contestant | null> {
  const folder = path.join(BENCH, 'peer');
  if (!existsSync(path.join(folder, 'node_modules/better-auth')) && !install(folder)) {
    say('the peer is left out: its packages cannot be installed (npm ci in bench/peer failed).');
    return null;
  }
  const port = await freePort();
  const environment = { DATABASE_URL: url, DATABASE_CONNECTIONS: CONNECTIONS, BETTER_AUTH_SECRET: PEER_SECRET };
  const server = await startServer('peer', [path.join(folder, 'server.mjs')], environment, port);
  const { status } = spawnSync(process.execPath, [path.join(folder, 'seed.mjs')], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    await server.stop();
    throw new Error('the database of the peer could not be filled');
  }
  return { ...server, wishes: peerWishes(port), databaseUrl: url };
}

function install(folder: string): boolean {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/**
 * Mail that is still owed is dropped between rounds: its delivery, part of our own round, must not slow the others.
 */
export async function dropOwedMail({ databaseUrl: url }: Contestant): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('delete from jobs where lease is null');
  await client.end();
}
