import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** What led to a new password and does so no more. The flow that a link began holds on to it. */
export const endedPasswordLinks: readonly SweepRule[] = [
  {
    what: 'password-links',
    table: 'password_links',
    key: ['id'],
    ended: 't.expires_at < $1 and not exists (select from flows f where f.password_link_id = t.id)',
    keep: 30 * DAY,
  },
  {
    what: 'temporary-passwords',
    table: 'temporary_passwords',
    key: ['account_id'],
    ended: 't.expires_at < $1',
    keep: 30 * DAY,
  },
];
