import type { MailEvent } from '@gatehouse/contract/delivery-reports';
import type { Transaction } from '../../platform/database/database.ts';
import { type MailNews, messageIdOf, newsOf, stateAfter } from './domain/mail-event.ts';
import { insertMailEvent, lockReportedMail, type ReportedMail, settleByEvent } from './mail-event-store.ts';
import { type ReceiptServices, tellOwner } from './record-receipt.ts';

/**
 * Takes what a mail provider tells, one by one in transactions of their own, so that a request that failed half-way is
 * simply made again. What is unknown, and what was taken before, has no effect.
 */
export async function recordMailEvents(services: ReceiptServices, events: readonly MailEvent[]): Promise<void> {
  for (const event of events) await recordMailEvent(services, event);
}

async function recordMailEvent(services: ReceiptServices, event: MailEvent): Promise<void> {
  const id = messageIdOf(event.messageId);
  if (!id) return;
  const news = newsOf(event);
  const at = new Date(event.at);
  await services.database.transaction(async (tx) => {
    const mail = await lockReportedMail(tx, id);
    if (!mail) return;
    const isNew = await insertMailEvent(tx, { id: event.id, messageId: id, news, at }, services.clock.now());
    if (isNew) await follow(services, tx, mail, { news, state: stateAfter(mail, news, at), response: wordsOf(event) });
  });
}

type News = { readonly news: MailNews; readonly state: 'delivered' | 'bounced' | null; readonly response: string };

async function follow(
  services: ReceiptServices,
  tx: Transaction,
  mail: ReportedMail,
  { news, state, response }: News,
): Promise<void> {
  const at = services.clock.now();
  if (news === 'complained') {
    if (state) {
      await settleByEvent(tx, mail.id, { state, response: null, at });
      await tellOwner(services, tx, mail, { state, response: '', at });
    }
    return tellOwner(services, tx, mail, { state: news, response, at });
  }
  const isUnderWay = mail.state === 'sent' || mail.state === 'sending';
  if (!state && !(news === 'deferred' && isUnderWay)) return;
  await settleByEvent(tx, mail.id, { state, response: response || null, at });
  await tellOwner(services, tx, mail, { state: news, response, at });
}

/** Where the receiving server said nothing, the provider's reason. */
function wordsOf({ type, response }: MailEvent): string {
  return response ?? (type === 'dropped' || type === 'suppressed' ? type : '');
}
