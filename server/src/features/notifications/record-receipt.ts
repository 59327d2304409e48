import type { Clock } from '../../kernel/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { SmsReceipt } from '../../platform/sms/sms-sender.ts';
import { type Channel, isNewestAbout, type SubjectType, settleByReceipt } from './message-store.ts';
import { outcomeOfParts, receiveSmsPart } from './sms-part-store.ts';

/** What became of an attempt. `deferred`: it will be tried again; the rest are ends. */
export type DeliveryEvent = {
  readonly messageId: string;
  readonly subjectId: string;
  readonly channel: Channel;
  /** The address or number that it was for. */
  readonly to: string;
  /** False: a later message about the same subject, by the same way, says how it stands with that. */
  readonly isNewest: boolean;
  /** `delivered`: a receipt says so, after `sent`. `complained`: it was not wanted. */
  readonly state: 'sent' | 'deferred' | 'delivered' | 'bounced' | 'abandoned' | 'complained';
  /** The other side's own words; may be empty. */
  readonly response: string;
  readonly at: Date;
};

/** Told in the transaction that records the event: if it throws, nothing is recorded and it is told again later. */
export type DeliveryListener = (transaction: Transaction, delivery: DeliveryEvent) => Promise<void>;

type Addressed = {
  readonly id: string;
  readonly channel: Channel;
  readonly toAddress: string;
  readonly subjectType: SubjectType | null;
  readonly subjectId: string | null;
};

/** Tells whoever the subject of a message belongs to, if there is one, what became of it. */
export async function tellOwner(
  { listeners }: Pick<ReceiptServices, 'listeners'>,
  tx: Transaction,
  { id, channel, toAddress, subjectType, subjectId }: Addressed,
  what: Pick<DeliveryEvent, 'state' | 'response' | 'at'>,
): Promise<void> {
  const listener = subjectType && listeners[subjectType];
  if (!listener || !subjectId) return;
  const isNewest = await isNewestAbout(tx, id);
  await listener(tx, { messageId: id, subjectId, channel, to: toAddress, isNewest, ...what });
}

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
  if (moved) await tellOwner(services, tx, moved, { state, response, at });
}
