import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import { after, SECOND } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Database, Queryable } from '../database/database.ts';
import type { Lane, LeasedJob, Places } from './job-store.ts';
import { ensureJobs, forgetUnknownJobs, insertJob, LANES, leaseDueJobs, releaseJobs } from './job-store.ts';
import { createPoller } from './poller.ts';
import type { JobEnd, JobHandler } from './run-job.ts';
import { runJob } from './run-job.ts';

/** Work for later. `payload` is JSON and is kept in clear: no secrets. `lane`: who waits for it; the first by default. */
export type NewJob = { readonly kind: string; readonly payload: unknown; readonly runAt?: Date; readonly lane?: Lane };

/** Owes `job` in the transaction of `queryable`: it will run at least once, and be committed at most once. Answers its id. */
export async function enqueueJob(queryable: Queryable, job: NewJob, now: Date): Promise<string> {
  const id = newId('job', now);
  const { kind, payload, runAt = now, lane = 'first' } = job;
  await insertJob(queryable, { id, kind, payload, runAt, createdAt: now, lane });
  return id;
}

/** `run` may be cut short and begun again: make each run harmless after half of another. */
export type RecurringJob = { readonly everyMilliseconds: number; readonly run: () => Promise<void> };

export type WorkerOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** By kind. Jobs of other kinds are left alone. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** By kind: what is done again and again, by one process at a time, however many there are. */
  readonly recurring?: Readonly<Record<string, RecurringJob>>;
  /** Jobs at a time in this process; 4. One of them is always kept for what people wait for. */
  readonly concurrency?: number;
  /** 1000. */
  readonly pollMilliseconds?: number;
  /** How long a killed or frozen process keeps its jobs from the others; 30 000. */
  readonly leaseMilliseconds?: number;
  /** True while people wait for answers: they come first, and jobs of a lane run one by one, ten a second. */
  readonly isCrowded?: () => boolean;
  /** Told how each run ended: for the metrics. */
  readonly onEnd?: (kind: string, end: JobEnd) => void;
  /** How long `stop` waits for running jobs; 7000, so that a process told to end within ten seconds can. */
  readonly stopMilliseconds?: number;
};

export type Worker = {
  /** Begins to look for due jobs, now and then by polling. */
  start(): void;
  /** Looks at once: call after the commit of a transaction that enqueued something. Never throws. */
  wake(): void;
  /** Runs what is due, and what becomes due by it, to the end, without `start`. Answers how many runs that took. */
  runDue(): Promise<number>;
  /** Takes no more jobs, waits for the running ones up to the limit, and gives the leases of the rest back. */
  stop(): Promise<void>;
};

/** The part of this process that runs jobs. Any number of processes may share the table; each job is leased by one. */
export function createWorker(options: WorkerOptions): Worker {
  const { database, clock, logger, recurring = {}, isCrowded = () => false } = options;
  const handlers = { ...options.handlers, ...recurringHandlers(recurring, clock) };
  const { concurrency = 4, pollMilliseconds = SECOND, leaseMilliseconds = 30 * SECOND } = options;
  const kinds = Object.keys(handlers);
  const running = new Map<LeasedJob, Promise<void>>();
  const poller = createPoller(
    async () => {
      await leaseMore().catch((error: Error) => logger.warn({ error: error.message }, 'cannot look for jobs'));
    },
    pollMilliseconds,
    isCrowded,
  );

  let prepared = false;

  async function prepare(): Promise<void> {
    if (Object.keys(recurring).length === 0) return;
    await ensureJobs(database, Object.keys(recurring), clock.now());
    await forgetUnknownJobs(database, kinds, clock.now());
  }

  async function leaseMore(): Promise<number> {
    if (!prepared) await prepare();
    prepared = true;
    const places = placesLeft([...running.keys()], concurrency, isCrowded());
    if (places.all <= 0) return 0;
    const leased = await leaseDueJobs(database, { now: clock.now(), kinds, places, leaseMilliseconds });
    for (const job of leased) running.set(job, run(job));
    return leased.length;
  }

  async function run(job: LeasedJob): Promise<void> {
    const end = await runJob({ database, clock, logger, leaseMilliseconds }, job, handlers[job.kind]);
    running.delete(job);
    options.onEnd?.(job.kind, end);
    poller.wake();
  }

  return {
    start: poller.start,
    wake: poller.wake,
    async runDue() {
      let runs = 0;
      for (let leased = await leaseMore(); leased > 0; leased = await leaseMore()) {
        runs += leased;
        await Promise.all(running.values());
      }
      return runs;
    },
    async stop() {
      await poller.stop();
      await settledWithin(running.values(), options.stopMilliseconds ?? 7 * SECOND);
      if (running.size > 0) await releaseJobs(database, [...running.keys()]);
    },
  };
}

/** Whatever is done in the background, there is a place for what somebody waits for. */
function placesLeft(running: readonly LeasedJob[], concurrency: number, crowded: boolean): Places {
  const first = running.filter(({ lane }) => lane === LANES.first).length;
  const others = running.length - first;
  const most = crowded
    ? { first: 1, others: 1, all: 2 }
    : { first: concurrency, others: Math.max(1, concurrency - 1), all: Math.max(2, concurrency) };
  return { first: most.first - first, others: most.others - others, all: most.all - running.length };
}

function recurringHandlers(
  recurring: Readonly<Record<string, RecurringJob>>,
  clock: Clock,
): Record<string, JobHandler> {
  const handlers = Object.entries(recurring).map(([kind, { everyMilliseconds, run }]) => {
    const handler: JobHandler = async () => {
      await run();
      return { outcome: 'again', runAt: after(clock.now(), everyMilliseconds) };
    };
    return [kind, handler] as const;
  });
  return Object.fromEntries(handlers);
}

async function settledWithin(promises: Iterable<Promise<void>>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([Promise.all(promises), limit]);
  clearTimeout(timer);
}
