import type { MailEvent } from '@gatehouse/contract/delivery-reports';
import type { SmsReceipt } from '../../platform/sms/sms-sender.ts';
import { recordMailEvents } from './record-mail-event.ts';
import { type PostedReceipt, type ReceiptServices, recordPartReceipt, recordReceipt } from './record-receipt.ts';

/** What gateways and mail providers tell of messages that have left. A repetition changes nothing. */
export type DeliveryReports = {
  /** Of a gateway that knows our ids. */
  recordReceipt(receipt: PostedReceipt): Promise<void>;
  /** Of a gateway that has names of its own for what it took. */
  recordPartReceipt(receipt: SmsReceipt): Promise<void>;
  /** Of a mail provider. */
  recordMailEvents(events: readonly MailEvent[]): Promise<void>;
};

export function createDeliveryReports(services: ReceiptServices): DeliveryReports {
  return {
    recordReceipt: (receipt) => recordReceipt(services, receipt),
    recordPartReceipt: (receipt) => recordPartReceipt(services, receipt),
    recordMailEvents: (events) => recordMailEvents(services, events),
  };
}
