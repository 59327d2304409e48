import type { Receipt } from '@gatehouse/contract/invitations';
import { after, MINUTE } from '../../../kernel/clock.ts';

/** Networks confirm within seconds. What they have not confirmed after this long, people should know of (scenario 22). */
const DUE = MINUTE;

/** A message, and since when it stands as it does. */
export type Sent = { readonly channel: 'email' | 'sms'; readonly state: string; readonly at: Date };

/** Whether a text message was confirmed; null: nothing is to be confirmed, for it is a mail or has not left. */
export function receiptOf({ channel, state, at }: Sent, now: Date): Receipt | null {
  if (channel !== 'sms') return null;
  if (state === 'delivered') return 'received';
  if (state !== 'sent') return null;
  return now >= after(at, DUE) ? 'overdue' : 'awaited';
}
