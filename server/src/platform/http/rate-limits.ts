import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../kernel/app-error.ts';
import type { Database } from '../database/database.ts';

/** Points and seconds of each limit. Keys are canonical identifiers and networks, never spellings or headers. */
const LIMITS = {
  'sign-in.identifier': { points: 10, duration: 15 * 60 },
  'sign-in.network': { points: 100, duration: 15 * 60 },
  'code.network': { points: 100, duration: 15 * 60 },
  'token.network': { points: 120, duration: 60 * 60 },
  'send.network': { points: 60, duration: 60 * 60 },
  'link-request.address': { points: 5, duration: 60 * 60 },
  'link-request.network': { points: 30, duration: 60 * 60 },
  'setup.network': { points: 20, duration: 15 * 60 },
} as const;

export type LimitName = keyof typeof LIMITS;

/** Limits that all processes share, in the database. */
export type RateLimits = {
  /**
   * Uses one point of each.
   * @throws AppError RATE-LIMITED {seconds}; whatever the store throws when it is away: limits fail closed.
   */
  consume(...uses: readonly (readonly [LimitName, string])[]): Promise<void>;
  /** Gives the points of a key back, after it turned out to be the right person. */
  forget(name: LimitName, key: string): Promise<void>;
};

export function createRateLimits(database: Database): RateLimits {
  const limiters = new Map(Object.entries(LIMITS).map(([name, limit]) => [name, limiter(database, name, limit)]));
  return {
    consume: async (...uses) => {
      for (const [name, key] of uses) await consume(limiters.get(name), key);
    },
    forget: async (name, key) => {
      await limiters.get(name)?.delete(key);
    },
  };
}

function limiter(database: Database, name: string, limit: { points: number; duration: number }): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: database.pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    ...limit,
  });
}

async function consume(limiter: RateLimiterPostgres | undefined, key: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new AppError('RATE-LIMITED', { seconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) });
  }
}
