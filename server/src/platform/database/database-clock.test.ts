import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { type DatabaseClock, followDatabaseClock } from './database-clock.ts';

/** A database whose clock is so far from this machine's, in milliseconds, and which may be away. */
function createPool() {
  const real = Date.now.bind(Date);
  const pool = {
    apart: 0,
    away: false,
    query: async () => {
      if (pool.away) throw new Error('away');
      return { rows: [{ now: new Date(real() + pool.apart) }] };
    },
  };
  return pool;
}

describe('the time of an installation is the database’s [R18]', () => {
  let pool: ReturnType<typeof createPool>;
  let clock: DatabaseClock | undefined;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] });
    pool = createPool();
  });
  afterEach(() => {
    clock?.stop();
    vi.useRealTimers();
  });
  const begin = async () => {
    clock = await followDatabaseClock(pool as never);
    return clock;
  };
  const apart = ({ now }: DatabaseClock) => now().getTime() - Date.now();

  it.each([5 * MINUTE, -5 * MINUTE, DAY, -DAY])('however far this machine’s is from it: %i ms', async (difference) => {
    pool.apart = difference;
    expect(apart(await begin())).toBeCloseTo(difference, -1);
  });

  it('whatever somebody sets this machine’s to meanwhile', async () => {
    const { now } = await begin();
    const before = now().getTime();
    vi.setSystemTime(Date.now() - DAY);
    expect(now().getTime() - before).toBeCloseTo(0, -1);
    vi.advanceTimersByTime(10 * SECOND);
    expect(now().getTime() - before).toBeCloseTo(10 * SECOND, -1);
  });

  it('is asked again, so that a link lives no minute too long once the database’s clock is set', async () => {
    const running = await begin();
    pool.apart = HOUR;
    await vi.advanceTimersByTimeAsync(21 * SECOND);
    expect(apart(running)).toBeCloseTo(HOUR, -1);
  });

  it('goes on while the database is away, and does not go back for a few milliseconds', async () => {
    const running = await begin();
    pool.away = true;
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(apart(running)).toBeCloseTo(0, -1);
    pool.away = false;
    pool.apart = -100;
    const before = running.now().getTime();
    await vi.advanceTimersByTimeAsync(21 * SECOND);
    expect(running.now().getTime() - before).toBeGreaterThanOrEqual(21 * SECOND - 5);
  });

  it('without a database there is none to begin with', async () => {
    pool.away = true;
    await expect(begin()).rejects.toThrow('away');
  });
});
