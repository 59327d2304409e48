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
