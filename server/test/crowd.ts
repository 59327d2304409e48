import { Agent } from 'node:http';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { type Answer, cookieOf, exchange, type Person } from './person.ts';

/** One caller's request; `by` gives the cookies. All are POSTs, or what `method` says, with a body of two bytes or more. */
export type Press = {
  readonly by: Person;
  readonly method?: 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** N times the same, numbered from 0. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/**
 * Released together (security.md s. 0, ×N): every request has a warm connection of its own and has left but for its
 * last byte; then the last bytes leave at once.
 */
export async function together(presses: readonly Press[]): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true });
  const warm = presses.map(
    ({ by }) =>
      exchange({ origin: by.origin, agent, method: 'GET', path: '/healthz', body: undefined, headers: {} }).answer,
  );
  await Promise.all(warm);
  const exchanges = presses.map(({ by, method = 'POST', path, body = {}, headers = {} }) =>
    exchange({
      origin: by.origin,
      agent,
      method,
      path,
      body,
      headers: { ...cookieOf(by.cookies), ...headers },
      held: true,
    }),
  );
  await Promise.all(exchanges.map(({ sent }) => sent));
  for (const { release } of exchanges) release();
  const answers = await Promise.all(exchanges.map(({ answer }) => answer));
  agent.destroy();
  return answers;
}

/** How a crowd is released: as it is, or amplified. */
export type Release = (presses: readonly Press[]) => Promise<Answer[]>;

/** How long the amplifier holds at most, in milliseconds; less once every caller waits for a lock. */
const HOLD = 1000;

/**
 * AMP (security.md s. 0): while `presses` run, another session holds the tables that they write in SHARE MODE, so that
 * reads pass and writes wait: whoever checks first and acts later is caught.
 */
export function amplified(databaseUrl: string, tables: readonly string[]): Release {
  return async (presses) => {
    const blocker = new pg.Client({ connectionString: databaseUrl });
    await blocker.connect();
    try {
      await blocker.query(`begin; lock table ${tables.join(', ')} in share mode`);
      const answers = together(presses);
      answers.catch(() => {});
      await eventually(async () => (await waiting(blocker)) >= presses.length, HOLD).catch(() => {});
      await blocker.query('commit');
      return await answers;
    } finally {
      await blocker.end();
    }
  };
}

async function waiting(client: pg.Client): Promise<number> {
  await client.query('select pg_stat_clear_snapshot()'); // else a transaction sees the activity of its first look
  const { rows } = await client.query(
    `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

/** How many answers of each kind: `{ '200': 1, '409 CONFLICT': 15 }`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = status < 400 ? `${status}` : `${status} ${body?.code ?? ''}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
