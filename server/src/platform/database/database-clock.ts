import { type Clock, SECOND } from '../../kernel/clock.ts';
import { databaseTime } from './database-facts.ts';

/** How often the database is asked what time it is. Links and codes never live longer than a minute beyond their end (security.md R18). */
const EVERY = 20 * SECOND;
/** An answer that took longer says too little. */
const SLOWEST = 2 * SECOND;
/** Two answers are never the same to the millisecond: time does not go back for so little. */
const JITTER = 250;

type Asked = Parameters<typeof databaseTime>[0];
export type DatabaseClock = Clock & { stop(): void };

/**
 * The database's time, which all processes of an installation share: what one of them lets live until ten o'clock ends at ten
 * for all, whatever clock its machine has and whoever sets that meanwhile. Between two answers it goes on by the
 * monotonic clock; a database that is away keeps nobody from knowing the time.
 * @throws whatever the database throws when it is first asked
 */
export async function followDatabaseClock(pool: Asked): Promise<DatabaseClock> {
  let seen = await look(pool);
  const now = () => seen.at + (performance.now() - seen.mark);
  const ask = async () => {
    const next = await look(pool);
    const apart = next.at + (performance.now() - next.mark) - now();
    if (next.took <= SLOWEST && Math.abs(apart) > JITTER) seen = next;
  };
  const timer = setInterval(() => void ask().catch(() => {}), EVERY);
  timer.unref();
  return { now: () => new Date(now()), stop: () => clearInterval(timer) };
}

/** What time it was at which mark of the monotonic clock: in the middle of the question, as far as one can tell. */
async function look(pool: Asked) {
  const asked = performance.now();
  const at = (await databaseTime(pool)).getTime();
  const answered = performance.now();
  return { at, mark: (asked + answered) / 2, took: answered - asked };
}
