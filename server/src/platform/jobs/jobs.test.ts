import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestDatabase } from '../../../test/database.ts';
import { createTestDatabase } from '../../../test/database.ts';
import { after, DAY, HOUR } from '../../kernel/clock.ts';
import type { Database } from '../database/database.ts';
import { command, openDatabase } from '../database/database.ts';
import { createLogger } from '../logging/logger.ts';
import type { WorkerOptions } from './jobs.ts';
import { createWorker, enqueueJob } from './jobs.ts';
import type { JobEnd, JobHandler } from './run-job.ts';
import { retryDelay } from './run-job.ts';

const START = new Date('2026-11-22T10:00:00Z');
const RECORD = command('insert into effects values ($1)');

let postgres: TestDatabase;
let database: Database;
let now: Date;
let log: string[];

beforeAll(async () => {
  postgres = await createTestDatabase();
  database = openDatabase({ connection: { connectionString: postgres.url }, connections: 20, onError: () => {} });
  await postgres.pool.query('create table effects (job text)');
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});
beforeEach(async () => {
  await postgres.pool.query('truncate jobs, effects');
  now = START;
  log = [];
});

function worker(handler: JobHandler, options: Partial<WorkerOptions> = {}) {
  const logger = createLogger('info', { write: (line) => void log.push(line) });
  const ends: JobEnd[] = [];
  const onEnd = (_kind: string, end: JobEnd) => void ends.push(end);
  const handlers = { task: handler };
  return { ends, ...createWorker({ database, clock: { now: () => now }, logger, handlers, onEnd, ...options }) };
}

function enqueue(payload: unknown = {}, runAt?: Date): Promise<string> {
  return enqueueJob(database, { kind: 'task', payload, ...(runAt && { runAt }) }, now);
}

async function jobs() {
  const { rows } = await postgres.pool.query('select *, leased_until > now() as leased from jobs order by id');
  return rows;
}

async function effects(): Promise<string[]> {
  return (await postgres.pool.query('select job from effects order by job')).rows.map((row) => row.job);
}

/** What time does to the lease of a process that was killed or frozen. */
async function expireLeases(): Promise<void> {
  await postgres.pool.query(`update jobs set leased_until = now() - interval '1 second' where lease is not null`);
}

const recording: JobHandler = async (job) => ({
  outcome: 'done',
  record: async (transaction) => void (await transaction.query(RECORD, [job.id])),
});

/** A handler that stops in the middle until it is let go. */
function paused(handler: JobHandler) {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const pausing: JobHandler = async (job) => {
    reached.resolve();
    await released.promise;
    return handler(job);
  };
  return { handler: pausing, reached: reached.promise, release: released.resolve };
}

describe('jobs', () => {
  it('run once each, whatever the number of workers', async () => {
    const ids = await Promise.all(Array.from({ length: 200 }, (_, number) => enqueue({ number })));
    const runs: string[] = [];
    const finished = Promise.withResolvers<void>();
    const handler: JobHandler = async (job) => {
      runs.push(job.id);
      if (runs.length === ids.length) finished.resolve();
      return recording(job);
    };
    const workers = Array.from({ length: 4 }, () => worker(handler));
    for (const each of workers) each.start();
    await finished.promise;
    await Promise.all(workers.map((each) => each.stop()));

    expect(runs.toSorted()).toEqual(ids.toSorted());
    expect(await effects()).toEqual(ids.toSorted());
    expect(await jobs()).toEqual([]);
    expect(workers.flatMap((each) => each.ends)).toEqual(ids.map(() => 'done'));
  });

  it('wait for their time by the given clock, and for the commit that owes them', async () => {
    const task = worker(recording);
    await enqueue({}, after(START, HOUR));
    await database
      .transaction((transaction) =>
        enqueueJob(transaction, { kind: 'task', payload: {} }, now).then(() =>
          Promise.reject(new Error('changed my mind')),
        ),
      )
      .catch(() => {});
    expect(await task.runDue()).toBe(0);
    now = after(START, HOUR);
    expect(await task.runDue()).toBe(1);
  });

  it('of a kind that this release does not know are left alone', async () => {
    await enqueueJob(database, { kind: 'of-tomorrow', payload: {} }, now);
    expect(await worker(recording).runDue()).toBe(0);
    expect(await jobs()).toHaveLength(1);
  });

  it('are found by polling, and sooner by waking', async () => {
    const polling = worker(recording, { pollMilliseconds: 5 });
    polling.start();
    const first = await enqueue();
    await vi.waitFor(async () => expect(await effects()).toEqual([first]));
    await polling.stop();

    const woken = worker(recording, { pollMilliseconds: HOUR });
    woken.start();
    const second = await enqueue();
    woken.wake();
    await vi.waitFor(async () => expect(await effects()).toEqual([first, second].toSorted()));
    await woken.stop();
  });

  it('can ask to run again, recording what was done', async () => {
    const again = worker(async (job) => ({ ...(await recording(job)), outcome: 'again', runAt: after(now, HOUR) }));
    const id = await enqueue({ kept: true });
    await again.runDue();
    expect(await effects()).toEqual([id]);
    expect(await jobs()).toMatchObject([{ id, payload: { kept: true }, lease: null, run_at: after(START, HOUR) }]);
  });
});

describe('a lease', () => {
  it('keeps others away, even one whose clock runs ahead', async () => {
    const slow = paused(recording);
    const holder = worker(slow.handler);
    await enqueue();
    const run = holder.runDue();
    await slow.reached;
    const ahead = worker(recording, { clock: { now: () => after(START, 365 * DAY) } });
    expect(await ahead.runDue()).toBe(0);
    slow.release();
    await run;
    expect(holder.ends).toEqual(['done']);
  });

  it('that ran out is taken over, and the late result of the first holder is refused', async () => {
    let stillMine: boolean | undefined;
    const frozen = paused(async (job) => {
      stillMine = await job.keepLease();
      return { outcome: 'done', record: async (transaction) => void (await transaction.query(RECORD, ['late'])) };
    });
    const first = worker(frozen.handler);
    const id = await enqueue();
    const run = first.runDue();
    await frozen.reached;
    await expireLeases();

    const second = worker(recording);
    expect(await second.runDue()).toBe(1);
    frozen.release();
    await run;

    expect(stillMine).toBe(false);
    expect(await effects()).toEqual([id]);
    expect([first.ends, second.ends]).toEqual([['lost'], ['done']]);
    expect(log.join()).toContain('late result refused');
  });

  it('that ran out while nobody else came is still good', async () => {
    const frozen = paused(recording);
    const only = worker(frozen.handler);
    const id = await enqueue();
    const run = only.runDue();
    await frozen.reached;
    await expireLeases();
    frozen.release();
    await run;
    expect(await effects()).toEqual([id]);
  });

  it('is renewed while the handler works', async () => {
    const slow = paused(recording);
    const only = worker(slow.handler, { leaseMilliseconds: 60 });
    await enqueue();
    const run = only.runDue();
    await slow.reached;
    const [first] = await jobs();
    await vi.waitFor(async () => {
      const [later] = await jobs();
      expect(later.leased_until.getTime()).toBeGreaterThan(first.leased_until.getTime() + 60);
    });
    slow.release();
    await run;
    expect(only.ends).toEqual(['done']);
  });

  it('is given back when the process stops before the job ends', async () => {
    const stuck = paused(recording);
    const stopping = worker(stuck.handler, { stopMilliseconds: 5 });
    const id = await enqueue();
    stopping.start();
    await stuck.reached;
    await stopping.stop();
    expect(await jobs()).toMatchObject([{ id, lease: null }]);

    expect(await worker(recording).runDue()).toBe(1);
    stuck.release();
    await vi.waitFor(() => expect(stopping.ends).toEqual(['lost']));
    expect(await effects()).toEqual([id]);
  });

  it('ends in peace when the job ends before the limit', async () => {
    const slow = paused(recording);
    const stopping = worker(slow.handler);
    const id = await enqueue();
    stopping.start();
    await slow.reached;
    const stopped = stopping.stop();
    slow.release();
    await stopped;
    expect(await effects()).toEqual([id]);
    expect(await jobs()).toEqual([]);
  });
});

describe('a failure', () => {
  it('is kept with the job, which runs again later and later', async () => {
    const failing = worker(async () => Promise.reject(new Error('the moon is wrong')));
    await enqueue();
    const delays: number[] = [];
    for (let run = 1; run <= 3; run++) {
      expect(await failing.runDue()).toBe(1);
      const [job] = await jobs();
      expect(job).toMatchObject({
        attempts: run,
        lease: null,
        last_error: expect.stringContaining('the moon is wrong'),
      });
      delays.push(job.run_at.getTime() - now.getTime());
      now = job.run_at;
    }
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
    expect(failing.ends).toEqual(['failed', 'failed', 'failed']);
  });

  it('to record undoes the whole, and the next run learns what was done outside', async () => {
    const seen: unknown[] = [];
    const doing = worker(async (job) => {
      seen.push(job.payload);
      return {
        outcome: 'done',
        remember: { said: '250 accepted' },
        record: async (transaction) => {
          await transaction.query(RECORD, [job.id]);
          if (seen.length === 1) throw new Error('no room');
        },
      };
    });
    const id = await enqueue({ message: 1 });
    await doing.runDue();
    expect(await effects()).toEqual([]);
    now = after(now, HOUR);
    await doing.runDue();
    expect(seen).toEqual([{ message: 1 }, { said: '250 accepted' }]);
    expect(await effects()).toEqual([id]);
  });

  it('waits between three quarters of 5 s and five quarters of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const delay = retryDelay(attempts, () => random);
          expect(delay).toBeGreaterThanOrEqual(3750);
          expect(delay).toBeLessThanOrEqual(75 * 60_000);
        },
      ),
    );
    expect([1, 2, 3, 20].map((attempts) => retryDelay(attempts, () => 0.5))).toEqual([5000, 10_000, 20_000, 3_600_000]);
  });
});
