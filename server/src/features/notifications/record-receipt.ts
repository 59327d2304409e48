import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DeliveryListener } from './deliver-message.ts';
import { type SubjectType, settleByReceipt } from './message-store.ts';

/** What a gateway says about a text message that it took. */
export type SmsReceipt = {
  readonly id: string;
  readonly state: 'delivered' | 'failed' | 'expired' | 'rejected';
  readonly response?: string | undefined;
};

export type ReceiptServices = {
  readonly database: Database;
  readonly clock: Clock;
  readonly listeners: Partial<Readonly<Record<SubjectType, DeliveryListener>>>;
};

/** Moves a text message that has left on to delivered or bounced, and tells its owner. A repetition changes nothing. */
export function recordReceipt(services: ReceiptServices, receipt: SmsReceipt): Promise<void> {
  const state = receipt.state === 'delivered' ? 'delivered' : 'bounced';
  const response = receipt.response ?? (state === 'delivered' ? '' : receipt.state);
  const at = services.clock.now();
  return services.database.transaction(async (transaction) => {
    const moved = await settleByReceipt(transaction, receipt.id, { state, response: response || null, at });
    if (!moved?.subjectType || !moved.subjectId) return;
    const event = { messageId: receipt.id, subjectId: moved.subjectId, state, response, at } as const;
    await services.listeners[moved.subjectType]?.(transaction, event);
  });
}
