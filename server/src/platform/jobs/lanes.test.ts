import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TestDatabase } from '../../../test/database.ts';
import { createTestDatabase } from '../../../test/database.ts';
import { after, HOUR, systemClock } from '../../kernel/clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { createLogger } from '../logging/logger.ts';
import { createWorker, enqueueJob } from './jobs.ts';
import type { JobHandler } from './run-job.ts';

let postgres: TestDatabase;
let database: Database;
beforeAll(async () => {
  postgres = await createTestDatabase();
  database = openDatabase({ connection: { connectionString: postgres.url }, connections: 5, onError: () => {} });
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});

const logger = createLogger('error', { write: () => {} });

it('jobs that somebody waits for at a screen go first and keep a place, whatever waits in the background', async () => {
  const now = systemClock.now();
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const task: JobHandler = async ({ payload }) => {
    order.push(String(payload));
    if (payload !== 'first') await held.promise;
    return { outcome: 'done' };
  };
  for (const lane of ['bulk', 'bulk', 'background', 'bulk'] as const) {
    await enqueueJob(database, { kind: 'task', payload: lane, lane, runAt: after(now, -HOUR) }, now);
  }
  const worker = createWorker({ database, clock: systemClock, logger, handlers: { task }, concurrency: 3 });
  const done = worker.runDue();
  await vi.waitFor(() => expect(order.toSorted()).toEqual(['background', 'bulk']));
  await enqueueJob(database, { kind: 'task', payload: 'first' }, now);
  worker.start();
  await vi.waitFor(() => expect(order).toContain('first'));
  expect(order).toHaveLength(3);
  held.resolve();
  await done;
  await worker.runDue();
  await worker.stop();
  expect(order).toHaveLength(5);
  expect((await postgres.pool.query('select id from jobs')).rows).toEqual([]);
});
