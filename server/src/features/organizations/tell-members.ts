import type { Locale } from '@gatehouse/contract/locales';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessageContent, MessagingServices, NewMessage } from '../notifications/index.ts';
import { listReaders } from './approver-digest-store.ts';

type Said<C extends MessageContent['channel']> = Extract<MessageContent, { readonly channel: C }>;

export type TellMembers = {
  readonly organizationId: string;
  readonly roles: readonly string[];
  /** Whom it is about, and who is not told. */
  readonly but?: string;
  /** For whoever has chosen none. */
  readonly locale: Locale;
  readonly senderName: string;
  /** Default: the account of whoever is told. */
  readonly subject?: NewMessage['subject'];
  readonly mail: Said<'email'>;
  readonly text: Said<'sms'>;
};

/**
 * Owes a message to every member with one of these roles: a mail, or a text message to who has nothing but a phone; each in their
 * language.
 */
export async function tellMembers(services: MessagingServices, tx: Transaction, of: TellMembers): Promise<void> {
  const { organizationId, roles, but, locale, senderName, subject, mail, text } = of;
  for (const reader of await listReaders(tx, organizationId, roles)) {
    if (reader.accountId === but) continue;
    await services.notifications.enqueueMessage(tx, {
      ...(reader.channel === 'email' ? mail : text),
      organizationId,
      locale: reader.locale ?? locale,
      to: { address: reader.address, name: reader.name },
      senderName,
      replyTo: null,
      subject: subject ?? { type: 'account', id: reader.accountId },
      usefulUntil: null,
    });
  }
}
