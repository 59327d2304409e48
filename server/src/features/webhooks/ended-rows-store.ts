import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

export const endedDeliveries: readonly SweepRule[] = [
  {
    what: 'webhook-deliveries',
    table: 'webhook_deliveries',
    key: ['id'],
    ended: `t.created_at < $1 and t.state <> 'waiting'`,
    keep: 30 * DAY,
  },
];
