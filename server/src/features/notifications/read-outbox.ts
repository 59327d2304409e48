import type { Database } from '../../platform/database/database.ts';
import type { OutgoingMail } from '../../platform/email/email-sender.ts';
import type { OutgoingSms } from '../../platform/sms/sms-sender.ts';
import type { Channel, Message, MessageState } from './message-store.ts';
import { findMessage, recentMessages } from './message-store.ts';
import type { MailPreparation } from './prepare-mail.ts';
import { prepareMail } from './prepare-mail.ts';
import { prepareSms } from './prepare-sms.ts';

/** A message as the outbox page shows it. `mail` and `sms` are null when it cannot be read any more. */
export type OutboxMessage = {
  readonly id: string;
  readonly to: { readonly address: string; readonly name: string | null };
  readonly locale: string;
  readonly state: MessageState;
  readonly createdAt: Date;
  readonly mail: OutgoingMail | null;
  readonly sms: OutgoingSms | null;
};

export type OutboxServices = MailPreparation & {
  readonly database: Database;
  readonly outboxMode: boolean;
  readonly smsOutboxMode: boolean;
};

const SHOWN = 50;

/** The newest fifty messages, newest first; none unless nothing leaves this machine. */
export async function listOutbox(services: OutboxServices): Promise<OutboxMessage[]> {
  const channels = keptChannels(services);
  if (channels.length === 0) return [];
  const messages = await recentMessages(services.database, channels, SHOWN);
  return messages.map((message) => shown(services, message));
}

/** One message with its secrets; null when there is none, or when messages really leave. */
export async function findOutboxMessage(services: OutboxServices, id: string): Promise<OutboxMessage | null> {
  const message = await findMessage(services.database, id);
  return message && keptChannels(services).includes(message.channel) ? shown(services, message) : null;
}

function keptChannels({ outboxMode, smsOutboxMode }: OutboxServices): Channel[] {
  return [...(outboxMode ? (['email'] as const) : []), ...(smsOutboxMode ? (['sms'] as const) : [])];
}

function shown(services: OutboxServices, message: Message): OutboxMessage {
  const { id, toAddress, toName, locale, state, createdAt } = message;
  const about = { id, to: { address: toAddress, name: toName }, locale, state, createdAt };
  if (message.channel === 'sms') return { ...about, mail: null, sms: readable(() => prepareSms(services, message)) };
  return { ...about, mail: readable(() => prepareMail(services, message)), sms: null };
}

function readable<T>(prepare: () => T): T | null {
  try {
    return prepare();
  } catch {
    return null; // the page says so; the log has it from the delivery
  }
}
