import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from './sweep-store.ts';

export const endedRequests: readonly SweepRule[] = [
  {
    what: 'idempotency-keys',
    table: 'idempotency_keys',
    key: ['account_id', 'key'],
    ended: 't.created_at < $1',
    keep: DAY,
  },
  {
    what: 'rate-limits',
    table: 'rate_limits',
    key: ['key'],
    ended: 't.expire <= (extract(epoch from $1::timestamptz) * 1000)::bigint',
    keep: 0,
  },
];
