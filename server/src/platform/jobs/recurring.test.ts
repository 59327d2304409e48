import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { createLogger } from '../logging/logger.ts';
import { createWorker } from './jobs.ts';

const START = new Date('2026-11-22T10:00:00Z');
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

it('recurring work is done once each time by two processes, and comes back after a failure [R13]', async () => {
  let now = START;
  let runs = 0;
  let broken = false;
  const sweep = {
    everyMilliseconds: MINUTE,
    run: async () => {
      runs++;
      if (broken) throw new Error('not now');
    },
  };
  const process = () =>
    createWorker({
      database,
      clock: { now: () => now },
      logger: createLogger('silent'),
      handlers: {},
      recurring: { sweep },
    });
  const both = [process(), process()];
  const due = () => Promise.all(both.map((worker) => worker.runDue()));
  await due();
  await due();
  expect(runs).toBe(1);
  broken = true;
  now = after(now, MINUTE);
  await due();
  expect(runs).toBe(2);
  broken = false;
  now = after(now, MINUTE);
  await due();
  await due();
  expect(runs).toBe(3);
});
