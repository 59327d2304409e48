import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { type Binaries, prepareBinaries } from './embedded/binaries.ts';
import { DATABASE_USER, prepareCluster } from './embedded/cluster.ts';
import { type Folders, prepareFolders, prepareSocketFolder, removeSocketFolder } from './embedded/folders.ts';
import { findRunning, OWNER_MARK, reapAbandoned } from './embedded/running.ts';

/** How to reach an embedded PostgreSQL: fields of `pg.PoolConfig`. `host` is the folder of its Unix socket. */
export type EmbeddedConnection = { readonly host: string; readonly user: string; readonly database: string };

export type EmbeddedPostgres = {
  readonly connection: EmbeddedConnection;
  /** The data folder in use: as root, not always the one asked for. */
  readonly dataDirectory: string;
  /** Ends all sessions, writes everything down, and ends PostgreSQL. May be called twice. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Gatehouse's data folder; the database takes the folder `postgres` in it. */
  readonly dataDirectory: string;
  /** Told, in one line each, what a person should know: another folder was taken, the server reports trouble. */
  readonly log: (message: string) => void;
  /** Sessions at once; default 60. */
  readonly maxConnections?: number;
  /** More settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False in tests only: gives up surviving a power cut for speed. */
  readonly durable?: boolean;
  /** Called when PostgreSQL ends though nobody asked it to. */
  readonly onUnexpectedExit?: (description: string) => void;
};

const DATABASE = 'gatehouse';
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the real PostgreSQL that npm brought, on a Unix socket that only its user may reach; no port is opened.
 * It ends with this process, however this process ends (on Linux at once; elsewhere the next start ends it).
 * Call it from the main thread: on Linux it would end with the thread that called it.
 * @throws Error in words, for the operator: no PostgreSQL for this machine, folder not writable, in use by another process
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folders = await prepareFolders(options.dataDirectory, options.log);
  await refuseSecond(folders);
  await reapAbandoned(folders, options.log);
  const binaries = await prepareBinaries(folders.user, folders.home);
  await prepareCluster(folders, binaries);

  const socketFolder = await prepareSocketFolder(folders);
  const server = launch(folders, binaries, socketFolder, options);
  await server.ready.catch(async (error) => {
    await removeSocketFolder(folders, socketFolder);
    await refuseSecond(folders); // both were started at the same moment
    throw error;
  });
  const connection = { host: socketFolder, user: DATABASE_USER, database: DATABASE };
  await createDatabase(connection);
  return {
    connection,
    dataDirectory: folders.dataDirectory,
    async stop() {
      await server.stop();
      await removeSocketFolder(folders, socketFolder);
    },
  };
}

/** The connection to the embedded PostgreSQL that another process runs on this data folder, or null. */
export async function findEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedConnection | null> {
  const host = await findRunning(await prepareFolders(dataDirectory, () => {}));
  return host === null ? null : { host, user: DATABASE_USER, database: DATABASE };
}

/** A connection as one URL that `pg`, libpq and DATABASE_URL understand. */
export function connectionUrl({ host, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`;
}

async function refuseSecond(folders: Folders): Promise<void> {
  const host = await findRunning(folders);
  if (host === null) return;
  throw new Error(
    `The database in ${folders.dataDirectory} is in use by another process of Gatehouse. Stop that one, ` +
      'give this one a folder of its own (GATEHOUSE_DATA), or let both share one database: set DATABASE_URL, here to ' +
      connectionUrl({ host, user: DATABASE_USER, database: DATABASE }),
  );
}

type Server = { readonly ready: Promise<void>; stop(): Promise<void> };

function launch(folders: Folders, binaries: Binaries, socketFolder: string, options: EmbeddedOptions): Server {
  const postgres = path.join(binaries.folder, 'bin/postgres');
  const [program = postgres, ...before] = endsWithParent() ? ['setpriv', '--pdeathsig', 'INT', postgres] : [postgres];
  const child = spawn(
    program,
    [...before, '-D', folders.cluster, '-k', socketFolder, '-c', OWNER_MARK, ...settings(options)],
    {
      ...folders.user,
      env: binaries.environment,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // Ctrl-C in the terminal is for us: requests in flight still need the database
    },
  );
  const interrupt = () => child.kill('SIGINT');
  process.once('exit', interrupt);

  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = becomesReady(child, options.log);
  ready.then(
    () =>
      child.once('exit', (code, signal) => stopping || options.onUnexpectedExit?.(`${signal ?? `exit code ${code}`}`)),
    () => {},
  );
  exited.then(() => process.off('exit', interrupt));
  return {
    ready,
    async stop() {
      stopping = true;
      interrupt();
      await exited;
    },
  };
}

let parentDeathSignal: boolean | undefined;

/** Whether this system can end a process together with its parent. */
function endsWithParent(): boolean {
  parentDeathSignal ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { cwd: '/' }).status === 0;
  return parentDeathSignal;
}

function settings(options: EmbeddedOptions): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections ?? 60),
    shared_buffers: '64MB',
    log_min_messages: 'log', // errors of statements go to their caller; here they would print rows
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(options.durable === false ? NOT_DURABLE : {}),
    ...options.settings,
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const WORTH_TELLING = /PANIC|was terminated by signal|could not|no space left|reinitializing/i;

/** Resolves when PostgreSQL takes connections; rejects with its own words when it ends before. */
function becomesReady(child: ChildProcess, log: (message: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    let ready = false;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (ready) {
        for (const line of text.split('\n')) if (WORTH_TELLING.test(line)) log(`PostgreSQL: ${line}`);
        return;
      }
      output += text;
      ready = output.includes('ready to accept connections');
      if (ready) resolve();
    });
    child.once('error', (error) => reject(new Error(`PostgreSQL could not be started: ${error.message}`)));
    child.once('close', () => reject(new Error(`PostgreSQL did not start: ${output.trim()}`)));
  });
}

async function createDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [connection.database]);
    if (rowCount === 0) await client.query(`create database ${connection.database}`);
  } finally {
    await client.end();
  }
}
