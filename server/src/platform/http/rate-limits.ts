import { createHash } from 'node:crypto';
import { AppError } from '../../kernel/app-error.ts';
import { after, type Clock, SECOND } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../database/database.ts';
import { consumePoint, forgetPoints, readPoints, returnPoint } from './rate-limit-store.ts';

/** Points and seconds of each limit. Keys are canonical identifiers and networks, never spellings or headers. */
const LIMITS = {
  'sign-in.network': { points: 100, duration: 15 * 60 },
  'second-factor.account': { points: 10, duration: 15 * 60 },
  'current-password.session': { points: 5, duration: 15 * 60 },
  'current-password.account': { points: 10, duration: 15 * 60 },
  'guess.installation': { points: 1000, duration: 15 * 60 },
  'guess.network': { points: 10, duration: 15 * 60 },
  'code.network': { points: 100, duration: 15 * 60 },
  'token.network': { points: 120, duration: 60 * 60 },
  'company-request.invitation': { points: 10, duration: 24 * 60 * 60 },
  'hand-over.invitation': { points: 10, duration: 24 * 60 * 60 },
  'send.network': { points: 60, duration: 60 * 60 },
  'link-request.address': { points: 5, duration: 60 * 60 },
  'link-request.network': { points: 30, duration: 60 * 60 },
  'test-message.account': { points: 10, duration: 60 * 60 },
  'sms.number-hour': { points: 5, duration: 60 * 60 },
  'sms.number-day': { points: 20, duration: 24 * 60 * 60 },
  'sms.prefix-day': { points: 200, duration: 24 * 60 * 60 },
  'sms.country-day': { points: 5000, duration: 24 * 60 * 60 },
  'sms.organization-day': { points: 2000, duration: 24 * 60 * 60 },
  'sms.notice-number-day': { points: 20, duration: 24 * 60 * 60 },
  'sms.notice-prefix-day': { points: 400, duration: 24 * 60 * 60 },
  'sms.notice-day': { points: 5000, duration: 24 * 60 * 60 },
  'sms.warning-number-day': { points: 5, duration: 24 * 60 * 60 },
  'sms.installation-day': { points: 10_000, duration: 24 * 60 * 60 },
  'help-nothing.address': { points: 1, duration: 24 * 60 * 60 },
  'help-nothing.installation': { points: 1000, duration: 24 * 60 * 60 },
  'instructions.address': { points: 3, duration: 60 * 60 },
  'reference.account': { points: 60, duration: 15 * 60 },
  'export.account': { points: 30, duration: 60 * 60 },
  'password-reset.member': { points: 10, duration: 60 * 60 },
  'identifier-change.account': { points: 20, duration: 60 * 60 },
  'recovery.account': { points: 5, duration: 24 * 60 * 60 },
  'own-data.account': { points: 5, duration: 24 * 60 * 60 },
  'setup.network': { points: 20, duration: 15 * 60 },
} as const;

export type LimitName = keyof typeof LIMITS;

/** Limits that all processes share, in the database. */
export type RateLimits = {
  /**
   * Uses one point of each, in this order, up to the first that has none left. Answers how many of each are used.
   * @throws AppError RATE-LIMITED {seconds}; whatever the store throws when it is away: limits fail closed.
   */
  consume(...uses: readonly (readonly [LimitName, string])[]): Promise<number[]>;
  /** Gives one point back, which turned out not to be owed. */
  giveBack(name: LimitName, key: string): Promise<void>;
  /** Until when a key has no points left; null while it has. Uses none. `within`: a transaction that asks, which waits for no other connection. */
  heldUntil(name: LimitName, key: string, within?: Queryable): Promise<Date | null>;
  /** Gives the points of a key back, after it turned out to be the right person. */
  forget(name: LimitName, key: string): Promise<void>;
};

export function createRateLimits(database: Database, clock: Clock): RateLimits {
  const now = () => clock.now().getTime();
  return {
    consume: async (...uses) => {
      const all: number[] = [];
      for (const [name, key] of uses) {
        const { points, duration } = LIMITS[name];
        const used = await consumePoint(database, storedKey(name, key), duration * SECOND, now());
        if (used.points > points) {
          // Of several at once the first may have read the clock a moment later than this one.
          const seconds = Math.min(duration, Math.max(1, Math.ceil(used.millisecondsLeft / SECOND)));
          throw new AppError('RATE-LIMITED', { seconds });
        }
        all.push(used.points);
      }
      return all;
    },
    giveBack: (name, key) => returnPoint(database, storedKey(name, key)),
    heldUntil: async (name, key, within = database) => {
      const used = await readPoints(within, storedKey(name, key), now());
      return used && used.points >= LIMITS[name].points ? after(clock.now(), used.millisecondsLeft) : null;
    },
    forget: (name, key) => forgetPoints(database, storedKey(name, key)),
  };
}

/** Identifiers may be long, and are nobody's business who reads this table. */
function storedKey(name: LimitName, key: string): string {
  return `${name}:${createHash('sha256').update(key).digest('base64url')}`;
}
