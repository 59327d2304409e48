import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import { after, HOUR, SECOND } from '../../kernel/clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Job, LeasedJob } from './job-store.ts';
import { extendLease, finishJob, rescheduleJob } from './job-store.ts';

/** A job in the hands of its handler. */
export type RunningJob = Job & {
  /**
   * Renews the lease now. False: the job is somebody else's, so stop, with the outcome `lost`. Ask just before an
   * effect that cannot be taken back.
   */
  keepLease(): Promise<boolean>;
};

/**
 * What a handler wants to become of its job. `record` runs in the transaction that finishes or reschedules the job,
 * after the lease was found to be still held: nothing of a run that came too late is ever committed. If `record`
 * fails, the job runs again later; `remember`, if given, is then its payload: by it the next run knows what was done
 * already outside the database.
 */
export type JobOutcome =
  | { readonly outcome: 'done'; readonly record?: JobRecord; readonly remember?: unknown }
  | { readonly outcome: 'again'; readonly runAt: Date; readonly record?: JobRecord }
  | { readonly outcome: 'lost' };
export type JobRecord = (transaction: Transaction) => Promise<void>;

/** Runs one job. May run more than once for one job: make it recognisable outside, or harmless. */
export type JobHandler = (job: RunningJob) => Promise<JobOutcome>;

/** How a run ended. `lost`: the lease was taken away in the meantime, and nothing was committed. */
export type JobEnd = 'done' | 'again' | 'failed' | 'lost';

export type JobRunner = {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMilliseconds: number;
};

/**
 * Runs `handler` for `job`, keeping its lease meanwhile, and settles what became of it. Never throws: when the database
 * is away, the lease runs out by itself and the job runs again.
 */
export async function runJob(runner: JobRunner, job: LeasedJob, handler: JobHandler | undefined): Promise<JobEnd> {
  const keepLease = () => extendLease(runner.database, job, runner.leaseMilliseconds);
  const keeper = setInterval(() => {
    keepLease().catch((error: Error) => runner.logger.warn({ job: job.id, error: error.message }, 'lease not renewed'));
  }, runner.leaseMilliseconds / 3);
  try {
    return await settled(runner, job, await attempt(handler, { ...job, keepLease }));
  } catch (error) {
    runner.logger.error({ job: job.id, kind: job.kind, error: describe(error) }, 'job could not be settled');
    return 'failed';
  } finally {
    clearInterval(keeper);
  }
}

type Failure = { readonly outcome: 'failed'; readonly error: unknown; readonly payload: unknown };

async function attempt(handler: JobHandler | undefined, job: RunningJob): Promise<JobOutcome | Failure> {
  try {
    if (!handler) throw new Error(`No handler for jobs of kind ${job.kind}.`);
    return await handler(job);
  } catch (error) {
    return { outcome: 'failed', error, payload: job.payload };
  }
}

async function settled(runner: JobRunner, job: LeasedJob, result: JobOutcome | Failure): Promise<JobEnd> {
  if (result.outcome === 'lost') return lost(runner, job);
  if (result.outcome === 'failed') return failed(runner, job, result);
  try {
    const held = await runner.database.transaction(async (transaction) => {
      const mine = result.outcome === 'done' ? finishJob(transaction, job) : runAgain(transaction, job, result.runAt);
      if (!(await mine)) return false;
      await result.record?.(transaction);
      return true;
    });
    return held ? result.outcome : lost(runner, job);
  } catch (error) {
    return failed(runner, job, { outcome: 'failed', error, payload: remembered(result) ?? job.payload });
  }
}

function remembered(outcome: JobOutcome): unknown {
  return outcome.outcome === 'done' ? outcome.remember : undefined;
}

function runAgain(transaction: Transaction, job: LeasedJob, runAt: Date): Promise<boolean> {
  return rescheduleJob(transaction, job, { runAt, payload: job.payload, lastError: null });
}

async function failed(runner: JobRunner, job: LeasedJob, { error, payload }: Failure): Promise<JobEnd> {
  const lastError = describe(error);
  const runAt = after(runner.clock.now(), retryDelay(job.attempts));
  runner.logger.error({ job: job.id, kind: job.kind, attempts: job.attempts, error: lastError, runAt }, 'job failed');
  const held = await rescheduleJob(runner.database, job, { runAt, payload, lastError });
  return held ? 'failed' : lost(runner, job);
}

function lost(runner: JobRunner, job: LeasedJob): JobEnd {
  runner.logger.warn(
    { job: job.id, kind: job.kind, attempts: job.attempts },
    'job was taken over; late result refused',
  );
  return 'lost';
}

// Not the whole error: what the database adds to it (`detail`) may hold values of a row.
function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.slice(0, 2000);
}

const FIRST_RETRY = 5 * SECOND;
const LONGEST_RETRY = HOUR;

/** Milliseconds to wait after the nth failure: 5 s, doubled each time up to an hour, give or take a quarter. */
export function retryDelay(attempts: number, random: () => number = Math.random): number {
  const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts - 1, 20));
  return Math.round(delay * (0.75 + random() / 2));
}
