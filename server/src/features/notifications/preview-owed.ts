import type { Locale } from '@gatehouse/contract/locales';
import { enqueueMessage, type NewMessage } from './enqueue-message.ts';
import { type Channel, findMessage } from './message-store.ts';
import { prepareMail } from './prepare-mail.ts';
import { prepareSms } from './prepare-sms.ts';
import type { OutboxServices } from './read-outbox.ts';
import { speakMessage } from './speak-message.ts';

/** A message as it would leave. */
export type OwedPreview = {
  readonly channel: Channel;
  readonly locale: Locale;
  /** Null of a text message. */
  readonly sender: string | null;
  readonly subject: string | null;
  readonly text: string;
};

/** Takes everything back that was written for the look. */
class Undone extends Error {}

/** What these messages would be if they were owed now, made by what makes those that leave; nothing of them is kept. */
export async function previewOwed(
  services: OutboxServices & Parameters<typeof enqueueMessage>[0],
  messages: readonly NewMessage[],
): Promise<OwedPreview[]> {
  const previews: OwedPreview[] = [];
  const work = services.database.transaction(async (tx) => {
    for (const message of messages) {
      const owed = await findMessage(tx, await enqueueMessage(services, tx, message));
      if (!owed) throw new Error('a message that was just written is there');
      const { channel } = owed;
      const { locale } = speakMessage(owed);
      if (channel === 'sms') {
        previews.push({ channel, locale, sender: null, subject: null, text: prepareSms(services, owed).text });
      } else {
        const { from, subject, text } = prepareMail(services, owed);
        previews.push({ channel, locale, sender: from.name, subject, text });
      }
    }
    throw new Undone();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  return previews;
}
