import { setTimeout as pause } from 'node:timers/promises';
import { after, MINUTE, SECOND } from '../../kernel/clock.ts';
import type { RecurringJob } from '../jobs/jobs.ts';
import type { Services } from '../services.ts';
import { databaseTime } from './database-facts.ts';
import { batchOf, type SweepRule, sweepBatch } from './sweep-store.ts';

type SweepServices = Pick<Services, 'database' | 'clock' | 'metrics' | 'logger'>;

const EVERY = 10 * MINUTE;
/** How far this clock and the database's may be apart. */
const MOST_APART = 5 * MINUTE;
/** Batches of one rule in one run: what is left waits for the next. */
const MOST_BATCHES = 200;
/** Between two batches, in milliseconds: those who work come first. */
const BREATH = 20;

/** Removes what has ended, rule by rule, in small batches. Nothing depends on it but room: what ended is judged at read. */
export function sweepEnded(services: SweepServices, rules: readonly SweepRule[]): RecurringJob {
  return {
    everyMilliseconds: EVERY,
    run: async () => {
      if (!(await clocksAgree(services))) return;
      for (const rule of rules) await sweepByRule(services, rule);
    },
  };
}

/**
 * What is removed does not come back: a process whose clock is not the database's removes nothing (security.md R18). The clock
 * of a test is moved on purpose.
 */
export async function clocksAgree({
  database,
  clock,
  logger,
}: Pick<SweepServices, 'database' | 'clock' | 'logger'>): Promise<boolean> {
  if (clock.pretends) return true;
  const apart = Math.abs(clock.now().getTime() - (await databaseTime(database.pool)).getTime());
  if (apart <= MOST_APART) return true;
  logger.warn(
    { seconds: Math.round(apart / SECOND) },
    'this clock is not the database’s: nothing that has ended is removed',
  );
  return false;
}

/** One rule that fails keeps no other from being followed. */
async function sweepByRule({ database, clock, metrics, logger }: SweepServices, rule: SweepRule): Promise<void> {
  const before = after(clock.now(), -rule.keep);
  try {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const removed = await sweepBatch(database, rule, before);
      if (removed > 0) metrics.count('gatehouse_swept_rows_total', { what: rule.what }, removed);
      if (removed < batchOf(rule)) return;
      await pause(BREATH);
    }
  } catch (error) {
    logger.warn({ what: rule.what, error: (error as Error).message }, 'what has ended could not be removed');
  }
}
