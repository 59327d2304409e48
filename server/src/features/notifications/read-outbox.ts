import type { Database } from '../../platform/database/database.ts';
import type { OutgoingMail } from '../../platform/email/email-sender.ts';
import type { Message, MessageState } from './message-store.ts';
import { findMessage, recentMessages } from './message-store.ts';
import type { MailPreparation } from './prepare-mail.ts';
import { prepareMail } from './prepare-mail.ts';

/** A message as the outbox page shows it. `mail` is null when it left long ago or cannot be read any more. */
export type OutboxMessage = {
  readonly id: string;
  readonly to: { readonly address: string; readonly name: string | null };
  readonly locale: string;
  readonly state: MessageState;
  readonly createdAt: Date;
  readonly mail: OutgoingMail | null;
};

export type OutboxServices = MailPreparation & { readonly database: Database; readonly outboxMode: boolean };

const SHOWN = 50;

/** The newest fifty messages, newest first; none unless nothing leaves this machine. */
export async function listOutbox(services: OutboxServices): Promise<OutboxMessage[]> {
  if (!services.outboxMode) return [];
  const messages = await recentMessages(services.database, SHOWN);
  return messages.map((message) => shown(services, message));
}

/** One message with its secrets; null when there is none, or when messages really leave. */
export async function findOutboxMessage(services: OutboxServices, id: string): Promise<OutboxMessage | null> {
  if (!services.outboxMode) return null;
  const message = await findMessage(services.database, id);
  return message && shown(services, message);
}

function shown(services: OutboxServices, message: Message): OutboxMessage {
  const { id, toAddress, toName, locale, state, createdAt } = message;
  return { id, to: { address: toAddress, name: toName }, locale, state, createdAt, mail: readable(services, message) };
}

function readable(services: OutboxServices, message: Message): OutgoingMail | null {
  try {
    return prepareMail(services, message);
  } catch {
    return null; // the page says so; the log has it from the delivery
  }
}
