import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { serverVersion } from '../database/database-facts.ts';
import type { Metrics } from './metrics.ts';

/** Null while a part works, else what is wrong with it, in words that anybody may read. */
export type PartCheck = () => Promise<string | null>;

export type HealthOptions = {
  readonly database: Pick<Database, 'pool'>;
  readonly metrics: Metrics;
  /** What to look at beside the database: `mail`, `worker`, ... */
  readonly parts: Readonly<Record<string, PartCheck>>;
  /** Sets the gauges that are measured when somebody looks. */
  readonly measure?: () => Promise<void>;
};

type Readiness = { readonly ready: boolean; readonly parts: Readonly<Record<string, string>> };

/** How long one part may take to answer, and how long an answer stands, in milliseconds. */
const LIMIT = 2000;
const FRESH = 1000;

/** Asked every few seconds by machines: only what goes wrong is worth a line in the log. */
const QUIET = { logLevel: 'warn' } as const;

/**
 * For those who keep the server running. `/healthz`: the process lives, whatever else is broken. `/readyz`: 200 while
 * requests can be answered, which takes the database; 503 otherwise. It tells of every part: one that only delays, such
 * as a mail server that is away, is told and does not take the server out of service. `/metrics`: Prometheus.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const { database, metrics } = options;
  const parts = { database: () => serverVersion(database.pool).then(() => null), ...options.parts };
  const readiness = shared(async () => {
    const entries = Object.entries<PartCheck>(parts).map(
      async ([name, check]) => [name, await wordsOf(check)] as const,
    );
    const words = Object.fromEntries(await Promise.all(entries));
    return { ready: words.database === 'ok', parts: words };
  });

  app.get('/healthz', QUIET, async () => ({ alive: true }));
  app.get('/readyz', QUIET, async (_request, reply) => {
    const answer = await readiness();
    return reply.status(answer.ready ? 200 : 503).send(answer);
  });
  app.get('/metrics', QUIET, async (_request, reply) => {
    await options.measure?.().catch(() => {}); // the rest is told while the database is away
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
}

async function wordsOf(check: PartCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, LIMIT, `no answer within ${LIMIT / 1000} seconds`);
  });
  try {
    return (await Promise.race([check(), late])) ?? 'ok';
  } catch {
    return 'cannot be used right now'; // the error itself may name hosts and users
  } finally {
    clearTimeout(timer);
  }
}

/** However many ask at once, one looks; the next one looks when the answer is old. */
function shared(look: () => Promise<Readiness>): () => Promise<Readiness> {
  let latest: Promise<Readiness> | undefined;
  let freshUntil = 0;
  return () => {
    if (!latest || performance.now() >= freshUntil) {
      freshUntil = Number.POSITIVE_INFINITY;
      latest = look().finally(() => {
        freshUntil = performance.now() + FRESH;
      });
    }
    return latest;
  };
}
