import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** Codes count for a day in what may be sent to an address, and in what the overview says of them. */
export const endedCodes: readonly SweepRule[] = [
  { what: 'codes', table: 'one_time_codes', key: ['id'], ended: 't.expires_at < $1', keep: 2 * DAY },
  {
    what: 'passkey-questions',
    table: 'webauthn_challenges',
    key: ['challenge_hash'],
    ended: 't.expires_at < $1',
    keep: DAY,
  },
  {
    what: 'unconfirmed-factors',
    table: 'second_factors',
    key: ['account_id', 'kind'],
    ended: 't.created_at < $1 and t.confirmed_at is null',
    keep: DAY,
  },
  {
    what: 'wrong-tries',
    table: 'guess_budgets',
    key: ['key'],
    ended: 't.changed_at < $1 and t.tries_until < $1 and coalesce(t.locked_until < $1, true)',
    keep: 2 * DAY,
  },
  { what: 'notice-links', table: 'disavowals', key: ['token_hash'], ended: 't.expires_at < $1', keep: 30 * DAY },
];
