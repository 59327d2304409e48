import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { OutgoingMail } from '../../platform/email/email-sender.ts';
import { sealContext } from './enqueue-message.ts';
import type { Message } from './message-store.ts';
import { LOGO_CID } from './messages/mail-header.tsx';
import { type MessageTemplate, renderMessage } from './messages/render-message.ts';
import { speakMessage } from './speak-message.ts';

/** What a mail is made with. */
export type MailPreparation = {
  readonly secretBox: SecretBox;
  /** The address that every mail comes from. */
  readonly mailFrom: string;
  readonly publicUrl: string;
};

/**
 * The mail of a message, the same at every attempt.
 * @throws Error when its secrets are gone or sealed with a key that is not known any more.
 */
export function prepareMail(services: MailPreparation, message: Message): OutgoingMail {
  if (!message.secrets) throw new Error(`The secrets of ${message.id} are gone: it has left already.`);
  const secrets = JSON.parse(services.secretBox.open(message.secrets, sealContext(message.id)));
  const { locale, params, ownTexts, sender } = speakMessage(message);
  const dress = message.voice?.mail ?? null;
  const rendered = renderMessage(message.template as MessageTemplate, params, secrets, locale, ownTexts, dress);
  return {
    messageId: `<${message.id}@${new URL(services.publicUrl).hostname}>`,
    from: { name: sender, address: services.mailFrom },
    replyTo: message.replyTo ? { name: '', address: message.replyTo } : null,
    to: { name: message.toName ?? '', address: message.toAddress },
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    headers: rendered.headers,
    images: dress?.logo && message.logo ? [{ cid: LOGO_CID, content: message.logo }] : [],
  };
}
