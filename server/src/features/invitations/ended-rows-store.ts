import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** Links whose invitation has long ended. Until then their page says who invited and what can be done. */
export const endedLinks: readonly SweepRule[] = [
  {
    what: 'links',
    table: 'invitation_tokens',
    key: ['token_hash'],
    ended: `t.created_at < $1 and exists (select from invitations i where i.id = t.invitation_id
      and coalesce(i.ended_at, greatest(i.expires_at, i.resumable_until)) < $1)`,
    keep: 365 * DAY,
  },
];
