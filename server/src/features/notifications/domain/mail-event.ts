import type { MailEvent } from '@gatehouse/contract/delivery-reports';

/** What an event says, whatever its provider calls it. */
export type MailNews = 'delivered' | 'deferred' | 'bounced' | 'complained';

export function newsOf({ type, bounce }: Pick<MailEvent, 'type' | 'bounce'>): MailNews {
  if (type === 'delivered' || type === 'complained') return type;
  return type === 'bounced' && bounce === 'soft' ? 'deferred' : 'bounced';
}

/** How a mail stands, with when events last said so, by the provider's clock; null where none did. */
export type MailStanding = {
  readonly state: 'queued' | 'sending' | 'sent' | 'delivered' | 'bounced' | 'abandoned';
  readonly deliveredAt: Date | null;
  readonly bouncedAt: Date | null;
};

/**
 * The state that an event moves a mail to; null: it stays. Events come in any order, and the latest to happen counts: a
 * server may accept a mail and refuse it later. Of two at once, the bounce. Who complains has got it. What our own mail
 * server refused stays refused; what we have put off or given up may have been taken all the same.
 */
export function stateAfter(mail: MailStanding, news: MailNews, at: Date): 'delivered' | 'bounced' | null {
  if (news === 'deferred') return null;
  const { state, deliveredAt, bouncedAt } = mail;
  if (news === 'bounced') {
    if (state === 'bounced') return null;
    return state === 'delivered' && deliveredAt !== null && at < deliveredAt ? null : 'bounced';
  }
  if (state === 'delivered') return null;
  return state === 'bounced' && (bouncedAt === null || at <= bouncedAt) ? null : 'delivered';
}

/** Our id of the message; null: not one of ours. A provider may give the id with or without its brackets. */
export function messageIdOf(text: string): string | null {
  return /^<?(msg_[\w-]{1,60})(?:@[^\s<>]*)?>?$/.exec(text.trim())?.[1] ?? null;
}
