import type { Clock } from '../../kernel/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { SmsReceipt } from '../../platform/sms/sms-sender.ts';
import { type Channel, type SubjectType, settleByReceipt } from './message-store.ts';
import { outcomeOfParts, receiveSmsPart } from './sms-part-store.ts';

/** What became of an attempt. `deferred`: it will be tried again; the rest are ends. */
export type DeliveryEvent = {
  readonly messageId: string;
  readonly subjectId: string;
  readonly channel: Channel;
  /** `delivered`: a receipt says so, after `sent`. */
  readonly state: 'sent' | 'deferred' | 'delivered' | 'bounced' | 'abandoned';
  /** The other side's own words; may be empty. */
  readonly response: string;
  readonly at: Date;
};

/** Told in the transaction that records the event: if it throws, nothing is recorded and it is told again later. */
export type DeliveryListener = (transaction: Transaction, delivery: DeliveryEvent) => Promise<void>;

/** What a gateway that knows our ids says about a text message that it took. */
export type PostedReceipt = {
  readonly id: string;
  readonly state: SmsReceipt['state'];
  readonly response?: string | undefined;
};

export type ReceiptServices = {
  readonly database: Database;
  readonly clock: Clock;
  readonly listeners: Partial<Readonly<Record<SubjectType, DeliveryListener>>>;
};

/** Moves a text message that has left on to delivered or bounced, and tells its owner. A repetition changes nothing. */
export function recordReceipt(services: ReceiptServices, receipt: PostedReceipt): Promise<void> {
  return services.database.transaction((tx) => settle(services, tx, receipt));
}

/** The same for a gateway that has names of its own, one for each part. */
export function recordPartReceipt(services: ReceiptServices, receipt: SmsReceipt): Promise<void> {
  return services.database.transaction(async (tx) => {
    const id = await receiveSmsPart(tx, receipt, services.clock.now());
    if (id) await settleByParts(services, tx, id);
  });
}

/** Moves a message on by what is known of its parts, if that is enough. */
export async function settleByParts(services: ReceiptServices, tx: Transaction, messageId: string): Promise<void> {
  const outcome = await outcomeOfParts(tx, messageId);
  if (outcome) await settle(services, tx, { id: messageId, ...outcome, response: outcome.response ?? undefined });
}

async function settle(services: ReceiptServices, tx: Transaction, receipt: PostedReceipt): Promise<void> {
  const state = receipt.state === 'delivered' ? 'delivered' : 'bounced';
  const response = receipt.response ?? (state === 'delivered' ? '' : receipt.state);
  const at = services.clock.now();
  const moved = await settleByReceipt(tx, receipt.id, { state, response: response || null, at });
  if (!moved?.subjectType || !moved.subjectId) return;
  const event = { messageId: receipt.id, subjectId: moved.subjectId, channel: 'sms', state, response, at } as const;
  await services.listeners[moved.subjectType]?.(tx, event);
}
