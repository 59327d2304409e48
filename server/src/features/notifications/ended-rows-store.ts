import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** Messages of an invitation are its history and stay with it; others go half a year after, with what was told of them. */
export const endedMessages: readonly SweepRule[] = [
  { what: 'early-receipts', table: 'early_receipts', key: ['ctid'], ended: 't.at < $1', keep: DAY },
  { what: 'text-message-parts', table: 'sms_parts', key: ['message_id', 'part'], ended: 't.at < $1', keep: 180 * DAY },
  { what: 'mail-events', table: 'mail_events', key: ['id'], ended: 't.received_at < $1', keep: 180 * DAY },
  {
    what: 'messages',
    table: 'messages',
    key: ['id'],
    ended: `t.created_at < $1 and t.subject_type is distinct from 'invitation'
      and t.state in ('sent', 'delivered', 'bounced', 'abandoned')
      and not exists (select from sms_parts p where p.message_id = t.id)
      and not exists (select from mail_events e where e.message_id = t.id)`,
    keep: 180 * DAY,
  },
];
