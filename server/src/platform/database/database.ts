import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import pg from 'pg';

/** A statement of SQL, written once and prepared once per connection. `Row` is what it returns. */
export type Statement<Row> = {
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
  /** See `command`. */
  readonly answersNothing?: true;
  /** See `owingWork`. */
  readonly owesWork?: true;
};

/**
 * Declares a statement. Its name is made from its text, so that every connection prepares it once. A
 * pooler in front of PostgreSQL must therefore pool sessions.
 */
export function statement<Row>(text: string): Statement<Row> {
  return { name: createHash('sha1').update(text).digest('base64url'), text };
}

/**
 * Declares a statement that answers no rows. A transaction does not wait for it: it leaves together with the statement
 * after it, and if it fails, so does the transaction, with its error.
 */
export function command(text: string): Statement<never> {
  return { ...statement<never>(text), answersNothing: true };
}

/** Marks a statement that makes a job due: once it has been committed, whoever runs jobs looks for them. */
export function owingWork<Row>(of: Statement<Row>): Statement<Row> {
  return { ...of, owesWork: true };
}

/**
 * A statement that PostgreSQL plans anew each time, knowing its values: where the right index depends on them, as in a
 * list with filters. That costs a few tenths of a millisecond; a kept plan of the wrong index costs a walk through all.
 */
export function plannedAnew<Row>(text: string): Statement<Row> {
  return { name: '', text };
}

/**
 * `= any(...)` of an array that is a value, `$1::text[]`, where the plan is to be kept: PostgreSQL, which sees how long the
 * array is, would else plan the statement anew each time, for it takes short ones to be cheaper than it takes all to be.
 */
export function anyOf(array: string): string {
  return `any(array(select unnest(${array})))`;
}

/** Where a statement can be run: the pool, or one transaction. */
export type Queryable = {
  /** All rows of `statement` with `values` for `$1`, `$2`, ... */
  query<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
};

export type Transaction = Queryable & { readonly inTransaction: true };

/**
 * The database of this process. One dialect: PostgreSQL 14 or newer. What fails by a deadlock or a failed serialization (40P01,
 * 40001) is begun anew, three times in all: a statement on its own as well as a transaction.
 */
export type Database = Queryable & {
  /**
   * Runs `work` in one transaction (READ COMMITTED). It may run again, so it must have no effect outside the transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Calls `listener` whenever something was committed that makes a job due (`owingWork`). One listener; it must not throw. */
  onWorkOwed(listener: () => void): void;
  /** For what needs a connection of its own: migrations, health. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly connection: pg.PoolConfig;
  readonly connections: number;
  /** Told about connections that break while idle; never throws. */
  readonly onError: (error: Error) => void;
  /** By what PostgreSQL lists the connections; a server's by {@link SERVER_NAME}. */
  readonly name?: string;
};

/** What the connections of a server are called: by it a restore sees that one is at work. */
export const SERVER_NAME = 'gatehouse';

const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 3;

/** No statement waits for ever: 8 s for a lock, 15 s in all, 30 s for a transaction that its process forgot. */
const LIMITS = '-c lock_timeout=8000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000';

/**
 * PostgreSQL keeps the plans of prepared statements. One that was made while a table was empty reads the whole of it,
 * and goes on to when it has grown, so a plan may do so only where there is no index.
 */
const PLANS = '-c enable_seqscan=off';

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    ...options.connection,
    max: options.connections,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 600_000,
    options: `${LIMITS} ${PLANS}`,
    application_name: options.name ?? SERVER_NAME,
    pipeline: true,
    stream: createSocket,
  } as pg.PoolConfig);
  pool.on('error', options.onError);
  pool.on('connect', (client) => client.on('error', options.onError));
  let tellOwed = () => {};
  return {
    pool,
    query: async (query, values) => {
      const rows = await retried(() => run(pool, query, values));
      if (query.owesWork) tellOwed();
      return rows;
    },
    transaction: async (work) => {
      const { result, owesWork } = await retried(() => once(pool, work));
      if (owesWork) tellOwed();
      return result;
    },
    onWorkOwed: (listener) => {
      tellOwed = listener;
    },
    close: () => pool.end(),
  };
}

async function run<Row>(
  client: pg.Pool | pg.PoolClient,
  query: Statement<Row>,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await client.query({ name: query.name, text: query.text, values: values as unknown[] });
  return result.rows as Row[];
}

/** Of a deadlock PostgreSQL ends one: nothing of it is left, so it is begun anew. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (count >= ATTEMPTS || !RETRIED.has(databaseErrorCode(error) ?? '')) throw error;
    }
  }
}

async function once<T>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ readonly result: T; readonly owesWork: boolean }> {
  const client = await pool.connect();
  const sent: Promise<unknown>[] = [];
  let owesWork = false;
  let ended = false;
  const send = <A>(answer: Promise<A>): Promise<A> => {
    answer.catch(() => {}); // told below
    sent.push(answer);
    return answer;
  };
  let broken = false;
  try {
    send(client.query('begin'));
    const query = <Row>(wanted: Statement<Row>, values?: readonly unknown[]): Promise<Row[]> => {
      // What was begun side by side and goes on after a failure of the other must not speak to whoever comes next.
      if (ended) return Promise.reject(new Error('the transaction has ended'));
      owesWork ||= wanted.owesWork ?? false;
      const answer = send(run(client, wanted, values));
      return wanted.answersNothing ? NOTHING : answer;
    };
    const result = await work({ inTransaction: true, query });
    ended = true;
    send(client.query('commit'));
    await Promise.all(sent);
    return { result, owesWork };
  } catch (error) {
    ended = true;
    const failed = (await Promise.allSettled(sent)).find((end) => end.status === 'rejected');
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw failed ? failed.reason : error;
  } finally {
    client.release(broken);
  }
}

const NOTHING: Promise<never[]> = Promise.resolve([]);

/** A socket that sends together what is written in one turn of the event loop: each packet costs both sides a switch. */
function createSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  let held = false;
  socket.write = (...given: unknown[]) => {
    if (!held) {
      held = true;
      socket.cork();
      process.nextTick(() => {
        held = false;
        socket.uncork();
      });
    }
    return write(...given);
  };
  return socket;
}

/** SQLSTATE of an error that came from PostgreSQL, else null. */
export function databaseErrorCode(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

/** Raised by a trigger that refuses what is not possible any more: its message is a code of the contract. */
const REFUSED = 'GH001';

/** The code that a trigger of a migration refused a statement with, else null. */
export function refusalOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === REFUSED ? error.message : null;
}

/** True when a text cannot be stored or looked up: PostgreSQL knows no NUL, in text or in JSON. */
export function isUnstorableText(error: unknown): boolean {
  return ['22021', '22P05'].includes(databaseErrorCode(error) ?? '');
}

const NETWORK_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const POOL_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection/;

/** True when the database is away, full or too busy to answer: the caller should try again later (503). */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code) return /^(08|53|57P|58|25P03)/.test(code) || code === '55P03' || code === '57014' || RETRIED.has(code);
  if (!(error instanceof Error)) return false;
  const network = (error as NodeJS.ErrnoException).code;
  return (network !== undefined && NETWORK_ERRORS.has(network)) || POOL_MESSAGES.test(error.message);
}
