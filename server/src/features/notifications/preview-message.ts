import type { Locale } from '@gatehouse/contract/locales';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { measureSms } from '../../platform/sms/segments.ts';
import type { OwnTexts } from './message-text-store.ts';
import type { MailDress } from './messages/mail-dress.ts';
import { channelOf, isTemplate } from './messages/own-message.ts';
import { type MessageTemplate, renderMessage } from './messages/render-message.ts';
import { renderSms } from './messages/render-sms.ts';
import { sampleNames, sampleOf } from './messages/samples.ts';
import type { SmsTemplateName } from './messages/sms-templates.ts';
import { senderOf } from './speak-message.ts';
import { ownWords } from './word-messages.ts';

/** Which message is looked at; `sample` null: the usual one. */
export type PreviewedMessage = { readonly template: string; readonly locale: Locale; readonly sample: string | null };

/** What is not saved yet. */
export type MessageDraft = {
  readonly productName: string;
  readonly senderName: string;
  readonly dress: MailDress | null;
  readonly texts: OwnTexts;
};

/** A message with sample data, made by what makes those that leave. */
export type MessagePreview = {
  readonly sender: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly sms: { readonly parts: number; readonly encoding: string; readonly length: number } | null;
};

/** @throws AppError NOT-FOUND; REQUEST-INVALID for words that cannot be used */
export async function previewMessage(
  { database, clock, publicUrl }: Pick<Services, 'database' | 'clock' | 'publicUrl'>,
  place: { readonly organizationId: string; readonly name: string },
  { template, locale, sample }: PreviewedMessage,
  draft: MessageDraft,
): Promise<MessagePreview> {
  if (!isTemplate(template)) throw new AppError('NOT-FOUND');
  const name = sampleNames(template).find((known) => known === sample);
  const world = {
    organizationName: place.name,
    productName: draft.productName,
    origin: publicUrl,
    now: clock.now(),
  };
  const { params, secrets } = sampleOf(template, locale, world, name);
  const { own } = await ownWords({ database }, place, { template, locale }, draft.texts);
  const sender = senderOf(draft.senderName, draft.productName);
  if (channelOf(template) === 'sms') {
    const text = renderSms(template as SmsTemplateName, params, secrets, locale, own);
    return { sender: draft.productName, subject: null, text, html: null, sms: measureSms(text) };
  }
  const mail = renderMessage(template as MessageTemplate, params, secrets, locale, own, draft.dress);
  return { sender, subject: mail.subject, text: mail.text, html: mail.html, sms: null };
}
