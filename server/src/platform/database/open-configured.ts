import pg from 'pg';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../logging/logger.ts';
import { type Database, openDatabase } from './database.ts';
import { serverVersion } from './database-facts.ts';
import { prepareFolders } from './embedded/folders.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

export type ConfiguredDatabase = {
  readonly database: Database;
  /** For a person: which PostgreSQL, where; never a password. */
  readonly description: string;
  /** Gatehouse's data folder in use: as root on the embedded database, not always the one asked for. */
  readonly dataDirectory: string;
  /** Ends the pool, then PostgreSQL itself when it was started here. May be called twice. */
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Use the embedded database of a process that already runs on this data folder, instead of refusing: the command line. */
  readonly join?: boolean;
  /** Of the connections, see `openDatabase`. */
  readonly name?: string;
  /** Called when the embedded PostgreSQL ends though nobody asked it to; by default only the log tells. */
  readonly onLost?: (description: string) => void;
};

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'databaseConnections' | 'dataDirectory'>;

/** PostgreSQL 14: the oldest that gets security fixes, and what the migrations need. */
const OLDEST_VERSION = 14;

/**
 * Opens the database that the settings name: DATABASE_URL, else the embedded one in the data folder. Nothing is
 * migrated.
 * @throws Error in words that name the setting, when it cannot be reached or is too old
 */
export async function openConfiguredDatabase(
  config: DatabaseConfig,
  logger: Logger,
  options: OpenOptions = {},
): Promise<ConfiguredDatabase> {
  const place =
    config.databaseUrl === null ? await embedded(config, logger, options) : remote(config, config.databaseUrl);
  let closing = false;
  const database = openDatabase({
    connection: place.connection,
    connections: config.databaseConnections,
    ...(options.name ? { name: options.name } : {}),
    // The pool does not wait for its last farewell: PostgreSQL may be gone before it.
    onError: (error) => closing || logger.warn({ reason: error.message }, 'a connection to the database broke'),
  });
  const close = once(async () => {
    closing = true;
    await database.close();
    await place.stop();
  });
  try {
    await refuseUnusable(database, place.description);
  } catch (error) {
    await close();
    throw error;
  }
  return { database, description: place.description, dataDirectory: place.dataDirectory, close };
}

type Place = Pick<ConfiguredDatabase, 'description' | 'dataDirectory'> & {
  readonly connection: pg.PoolConfig;
  stop(): Promise<void>;
};

function remote(config: DatabaseConfig, url: string): Place {
  const { host, port, database } = new pg.Client({ connectionString: url }); // parses only; also URLs of a Unix socket
  return {
    connection: { connectionString: url },
    description: `PostgreSQL at ${host}:${port}, database ${database}`,
    dataDirectory: config.dataDirectory,
    stop: async () => {},
  };
}

async function embedded(config: DatabaseConfig, logger: Logger, { join, onLost }: OpenOptions): Promise<Place> {
  const { databaseConnections } = config;
  const running = join ? await findEmbeddedPostgres(config.dataDirectory) : null;
  if (running) {
    const { dataDirectory } = await prepareFolders(config.dataDirectory, () => {});
    const description = `embedded PostgreSQL in ${dataDirectory}, run by another process`;
    return { connection: { ...running }, description, dataDirectory, stop: async () => {} };
  }
  const started = await startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    maxConnections: databaseConnections + 20, // others may join: the command line, a second process
    log: (message) => logger.warn(message),
    onUnexpectedExit: (end) => {
      logger.fatal(`The embedded PostgreSQL ended by itself (${end}).`);
      onLost?.(end);
    },
  });
  return {
    connection: { ...started.connection },
    description: `embedded PostgreSQL in ${started.dataDirectory}`,
    dataDirectory: started.dataDirectory,
    stop: () => started.stop(),
  };
}

async function refuseUnusable({ pool }: Database, description: string): Promise<void> {
  const version = await serverVersion(pool).catch((error: Error) => {
    throw new Error(`DATABASE_URL: ${description} cannot be used: ${reasonOf(error)}.`, { cause: error });
  });
  if (version >= OLDEST_VERSION) return;
  throw new Error(`DATABASE_URL: ${description} is version ${version}. Gatehouse needs ${OLDEST_VERSION} or newer.`);
}

/** Node puts the reasons of all tried addresses into an AggregateError with an empty message. */
function reasonOf(error: Error): string {
  const reasons = error instanceof AggregateError ? error.errors.map(({ message }: Error) => message) : [error.message];
  return reasons.filter((reason) => reason !== '').join('; ') || (error as NodeJS.ErrnoException).code || error.name;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
