import type { Locale } from '@gatehouse/contract/locales';
import type { z } from 'zod';
import { ownTranslator } from '../../../platform/i18n/own-texts.ts';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { foldToGsm, measureSms } from '../../../platform/sms/segments.ts';
import { SMS_TEMPLATES, type SmsTemplateName } from './sms-templates.ts';

/** What a text message is told, kept with it in clear: JSON. */
export type SmsParams<T extends SmsTemplateName> = z.input<(typeof SMS_TEMPLATES)[T]['params']>;
/** What only the reader may know, kept encrypted until the message has left. */
export type SmsSecrets<T extends SmsTemplateName> = z.input<(typeof SMS_TEMPLATES)[T]['secrets']>;

type AnyTemplate = {
  readonly params: z.ZodType<Record<string, unknown>>;
  readonly secrets: z.ZodType;
  readonly shortened: readonly string[];
  readonly write: (t: Translate, params: never, secrets: never) => string;
};

/** A name is not cut below this. */
const SHORTEST_NAME = 3;

/**
 * The text message that these parameters make in a language: one part wherever that is possible by cutting names, never
 * the code or the link. Letters that would double its price for their marks alone lose them. Pure.
 * @throws z.ZodError when parameters or secrets do not fit the template.
 */
export function renderSms(
  template: SmsTemplateName,
  params: unknown,
  secrets: unknown,
  locale: Locale,
  own: Readonly<Record<string, string>> | null = null,
): string {
  const definition: AnyTemplate = SMS_TEMPLATES[template];
  const told = definition.params.parse(params);
  const hidden = definition.secrets.parse(secrets);
  const t = ownTranslator(locale, own);
  const write = (names: Record<string, unknown>) =>
    foldToGsm(definition.write(t, { ...told, ...names } as never, hidden as never));
  return firstThatFits(write, definition.shortened, told) ?? write({});
}

/** The longest text of one part, cutting the first name as far as it goes, then the next; null when none fits. */
function firstThatFits(
  write: (names: Record<string, unknown>) => string,
  shortened: readonly string[],
  told: Readonly<Record<string, unknown>>,
): string | null {
  const names: Record<string, unknown> = {};
  if (fits(write(names))) return write(names);
  for (const key of shortened) {
    const letters = [...String(told[key])];
    for (let length = letters.length - 1; length >= SHORTEST_NAME; length--) {
      names[key] = `${letters.slice(0, length).join('').trimEnd()}…`;
      const text = write(names);
      if (fits(text)) return text;
    }
  }
  return null;
}

function fits(text: string): boolean {
  return measureSms(text).parts === 1;
}
