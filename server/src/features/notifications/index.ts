import type { Receipt } from '@gatehouse/contract/invitations';
import type { Transaction } from '../../platform/database/database.ts';
import type { JobHandler } from '../../platform/jobs/run-job.ts';
import type { Services } from '../../platform/services.ts';
import type { DeliveryServices } from './deliver-message.ts';
import { createDeliverMessage } from './deliver-message.ts';
import { receiptOf, type Sent } from './domain/receipt.ts';
import type { NewMessage } from './enqueue-message.ts';
import { DELIVER_MESSAGE, enqueueMessage, enqueueMessages } from './enqueue-message.ts';
import { countHeldMessages, discardMessages, type HeldMessages, releaseMessages } from './hold-messages.ts';
import { abandonMessages, deliveriesOf, deliveryStateOf } from './message-store.ts';
import { createShownMessages, type ShownMessages } from './show-messages.ts';
import { createTextRoom, type TextRoom } from './spend-sms.ts';
import { createDeliveryReports, type DeliveryReports } from './take-reports.ts';

export { countUnreadableSecrets, keysProblem } from './count-unreadable-secrets.ts';
export { registerDeliveryReports } from './delivery-report-routes.ts';
export { endedMessages } from './ended-rows-store.ts';
export type { MessageContent, NewMessage } from './enqueue-message.ts';
export { registerHeldMessageRoutes } from './held-message-routes.ts';
export { countHeldMessages, holdMessages } from './hold-messages.ts';
export { registerMessageTextRoutes } from './message-text-routes.ts';
export type { ClosingNotice } from './messages/closing-message.ts';
export { sampleGuest } from './messages/samples.ts';
export type { SecurityNoticeKind } from './messages/security-notice-message.ts';
export { previewMessage } from './preview-message.ts';
export type { OutboxMessage } from './read-outbox.ts';
export type { DeliveryListener } from './record-receipt.ts';

/** What this installation says to people by mail and text message: owed in a transaction, delivered by a job, told to its owner. */
export type Notifications = HeldMessages &
  TextRoom &
  ShownMessages & {
    /** Owes a message in `transaction`. Answers its id. */
    enqueueMessage(transaction: Transaction, message: NewMessage): Promise<string>;
    /** Owes many of one organization, in one statement: sent after all that somebody waits for. */
    enqueueMessages(
      transaction: Transaction,
      organizationId: string,
      messages: Parameters<typeof enqueueMessages>[3],
    ): Promise<void>;
    /** Messages about these subjects that have not left are not sent any more. */
    readonly abandonMessages: typeof abandonMessages;
    /** The messages about the given subjects, oldest first. */
    readonly deliveriesOf: typeof deliveriesOf;
    /** Whether a message was confirmed by now; null: nothing is to be confirmed, or nobody here confirms. */
    receiptOf(sent: Sent): Receipt | null;
    /** Where one message is now; null when there is none of that id. */
    readonly deliveryStateOf: typeof deliveryStateOf;
    readonly reports: DeliveryReports;
    /** For the worker. */
    readonly handlers: Readonly<Record<typeof DELIVER_MESSAGE, JobHandler>>;
  };

/** Services of a use case that owes messages. */
export type MessagingServices = Services & { readonly notifications: Notifications };

/** Wires the slice. `mailFrom`: one plain address. `outboxMode`, `smsOutboxMode`: the sender only keeps. */
export function createNotifications(services: DeliveryServices): Notifications {
  return {
    enqueueMessage: (transaction, message) => enqueueMessage(services, transaction, message),
    enqueueMessages: (...given) => enqueueMessages(services, ...given),
    abandonMessages,
    deliveriesOf,
    receiptOf: (sent) => (services.smsReceipts ? receiptOf(sent, services.clock.now()) : null),
    deliveryStateOf,
    ...createTextRoom(services),
    reports: createDeliveryReports(services),
    countHeld: (organizationId) => countHeldMessages(services, organizationId),
    releaseHeld: (caller, organizationId) => releaseMessages(services, caller, organizationId),
    discardHeld: (caller, organizationId) => discardMessages(services, caller, organizationId),
    handlers: { [DELIVER_MESSAGE]: createDeliverMessage(services) },
    ...createShownMessages(services),
  };
}
