import pg from 'pg';
import type { Database } from '../database.ts';

/** A name by which a connection of this kind is known among others. */
export const SOLE_CLIENT = 'gatehouse-backup';

/**
 * A connection of its own for work that takes long: no statement is cut off, and nothing is pipelined. What is left open when
 * `work` fails ends with the connection.
 */
export async function withSoleClient<T>(
  { pool }: Pick<Database, 'pool'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...(pool.options as pg.ClientConfig),
    pipeline: false,
    application_name: SOLE_CLIENT,
    options: '-c statement_timeout=0 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=0',
    stream: undefined,
  } as pg.ClientConfig);
  let broken: Error | null = null;
  client.on('error', (error) => {
    broken = error;
  });
  await client.connect();
  try {
    const done = await work(client);
    if (broken) throw broken;
    return done;
  } finally {
    await client.end().catch(() => {});
  }
}
