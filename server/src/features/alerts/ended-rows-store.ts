import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

export const endedAlerts: readonly SweepRule[] = [
  {
    what: 'alerts',
    table: 'alerts',
    key: ['id'],
    ended: `t.acknowledged_at < $1 and t.state = 'acknowledged'`,
    keep: 400 * DAY,
  },
];
