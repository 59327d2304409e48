import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

// Codes and questions of a flow go first: they hold on to it.
const FREE = `not exists (select from one_time_codes c where c.flow_id = t.id)
  and not exists (select from webauthn_challenges w where w.flow_id = t.id)`;

/** Ways in that came to their end, done or not; half-done onboarding lives 30 days itself. References lead to them. */
export const endedFlows: readonly SweepRule[] = [
  {
    what: 'confirmations',
    table: 'flows',
    key: ['id'],
    ended: `t.expires_at < $1 and t.kind = 'confirm' and ${FREE}`,
    keep: 2 * DAY,
  },
  {
    what: 'flows',
    table: 'flows',
    key: ['id'],
    ended: `t.expires_at < $1 and t.kind <> 'confirm' and ${FREE}`,
    keep: 30 * DAY,
  },
  { what: 'references', table: 'stop_references', key: ['code'], ended: 't.expires_at <= $1', keep: 0 },
];
