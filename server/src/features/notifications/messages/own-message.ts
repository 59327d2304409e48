import type { Locale } from '@gatehouse/contract/locales';
import { MESSAGE_TEMPLATES, type MessageTemplate, renderMessage } from './render-message.ts';
import { renderSms } from './render-sms.ts';
import { SMS_TEMPLATES, type SmsTemplateName } from './sms-templates.ts';

export type AnyTemplateName = MessageTemplate | SmsTemplateName;

/** Every message that leaves, by its name in the design: mails, then text messages. */
export const ALL_TEMPLATES: readonly AnyTemplateName[] = [
  ...MESSAGE_TEMPLATES,
  ...(Object.keys(SMS_TEMPLATES) as SmsTemplateName[]),
];

export function isTemplate(name: string): name is AnyTemplateName {
  return (ALL_TEMPLATES as readonly string[]).includes(name);
}

export function channelOf(template: AnyTemplateName): 'email' | 'sms' {
  return template in SMS_TEMPLATES ? 'sms' : 'email';
}

/** Around each text, so that it is found again in what leaves; private-use characters (Unicode 23.5), which no text of ours has. */
const marked = (at: number, text: string) => `\uE000${at}\uE001${text}`;

/** Which of the texts a message says with these data. `words`: as {@link patternsOf} has them, or one's own. */
export function usedKeys(
  template: AnyTemplateName,
  { params, secrets }: { readonly params: unknown; readonly secrets: unknown },
  locale: Locale,
  words: Readonly<Record<string, string>>,
): string[] {
  const keys = Object.keys(words);
  const own = Object.fromEntries(keys.map((key, at) => [key, marked(at, words[key] ?? '')]));
  const mail = () => renderMessage(template as MessageTemplate, params, secrets, locale, own);
  const said =
    channelOf(template) === 'sms'
      ? renderSms(template as SmsTemplateName, params, secrets, locale, own)
      : Object.values(mail()).join();
  return keys.filter((_, at) => said.includes(marked(at, '')));
}

/** What of a message a person reads first: its subject, where it has one, and its words. */
export function readable(
  template: AnyTemplateName,
  sample: { readonly params: unknown; readonly secrets: unknown },
  locale: Locale,
  own: Readonly<Record<string, string>>,
): { readonly subject: string | null; readonly text: string } {
  const { params, secrets } = sample;
  if (channelOf(template) === 'sms') {
    return { subject: null, text: renderSms(template as SmsTemplateName, params, secrets, locale, own) };
  }
  const { subject, text } = renderMessage(template as MessageTemplate, params, secrets, locale, own);
  return { subject, text };
}
