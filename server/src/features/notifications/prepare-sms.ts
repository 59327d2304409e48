import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { OutgoingSms } from '../../platform/sms/sms-sender.ts';
import { sealContext } from './enqueue-message.ts';
import type { Message } from './message-store.ts';
import { renderSms } from './messages/render-sms.ts';
import type { SmsTemplateName } from './messages/sms-templates.ts';
import { speakMessage } from './speak-message.ts';

/**
 * The text message of a message, the same at every attempt.
 * @throws Error when its secrets are gone or sealed with a key that is not known any more.
 */
export function prepareSms({ secretBox }: { readonly secretBox: SecretBox }, message: Message): OutgoingSms {
  if (!message.secrets) throw new Error(`The secrets of ${message.id} are gone: it has left already.`);
  const secrets = JSON.parse(secretBox.open(message.secrets, sealContext(message.id)));
  const { locale, params, ownTexts } = speakMessage(message);
  const text = renderSms(message.template as SmsTemplateName, params, secrets, locale, ownTexts);
  const { id, toAddress: to, usefulUntil, firstGateway } = message;
  return { id, to, text, usefulUntil, firstGateway };
}
