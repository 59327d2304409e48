import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** By these a browser is known again, so that its owner is not warned of it: for longer than a year. */
export const endedSessions: readonly SweepRule[] = [
  { what: 'sessions', table: 'sessions', key: ['id'], ended: 'least(t.ended_at, t.expires_at) < $1', keep: 400 * DAY },
  {
    what: 'browsers',
    table: 'devices',
    key: ['token_hash', 'account_id'],
    ended: 'greatest(t.last_seen_at, t.trusted_until) < $1',
    keep: 400 * DAY,
  },
];
