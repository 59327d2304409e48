import type { Locale } from '@gatehouse/contract/locales';
import { z } from 'zod';
import type { Translate } from '../../../platform/i18n/translate.ts';

/** One piece of a mail. Each is written twice, as HTML and as plain text, so that neither is a poor copy of the other. */
export type MailBlock =
  | { readonly type: 'paragraph'; readonly text: string }
  /** Small print. */
  | { readonly type: 'remark'; readonly text: string }
  | { readonly type: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly type: 'quote'; readonly label: string; readonly text: string }
  | { readonly type: 'steps'; readonly label: string; readonly items: readonly string[] }
  | { readonly type: 'code'; readonly code: string; readonly size: 'large' | 'small' }
  /** The mail's one button; `hint` leads to the same address as text. */
  | { readonly type: 'button'; readonly label: string; readonly href: string; readonly hint: string }
  /** What is seldom wanted, beside the button. */
  | { readonly type: 'link'; readonly label: string; readonly href: string; readonly hint: string };

/** What a template says, before it is laid out. */
export type MailContent = {
  readonly subject: string;
  /** The line that mail programs show beside the subject. */
  readonly preheader: string;
  readonly productName: string;
  readonly title: string;
  readonly blocks: readonly MailBlock[];
  readonly footer: string;
  /** Headers beside those of every mail. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** One mail, ready to be addressed. */
export type RenderedMail = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * A template: what it may be told, kept with the message (`params`); what is kept encrypted and forgotten once sent
 * (`secrets`); and what it says.
 */
export type MailTemplate<P extends z.ZodType, S extends z.ZodType> = {
  readonly params: P;
  readonly secrets: S;
  readonly write: (t: Translate, params: z.output<P>, secrets: z.output<S>) => MailContent;
};

/** Keeps the types of a template together. */
export function mailTemplate<P extends z.ZodType, S extends z.ZodType>(definition: MailTemplate<P, S>) {
  return definition;
}

const UNPRINTABLE = /[[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u2060\ufeff]--\n]+/gv;

/**
 * Text of others (names, devices) as one line: without control and direction-changing characters, which could forge a
 * header or turn a sentence round, whatever check they passed on their way here (ASVS 1.3.11).
 */
export const shownLine = z
  .string()
  .transform((text) => text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim());

/** As {@link shownLine}, with its line breaks. */
export const shownParagraph = z
  .string()
  .transform((text) => text.toWellFormed().replace(/\r\n?/g, '\n').replace(UNPRINTABLE, ' ').trim());

/** An address of this installation, for a button. */
export const ownLink = z.url({ protocol: /^https?$/ });

/** A notice: what happened stands in its subject, its title and its first paragraph; then `blocks`. */
export function noticeContent(
  t: Translate,
  {
    subject,
    intro,
    productName,
    blocks,
  }: Pick<MailContent, 'subject' | 'productName' | 'blocks'> & { readonly intro: string },
): MailContent {
  return {
    subject,
    preheader: intro,
    productName,
    title: subject,
    blocks: [{ type: 'paragraph', text: intro }, ...blocks],
    footer: t('mail.automatic', { productName }),
  };
}

/** The button of a notice, with its address as text. */
export function noticeButton(t: Translate, key: string, href: string): MailBlock {
  return { type: 'button', label: t(key), href, hint: t('mail.copy-link') };
}

/** RFC 3834 s. 5: an automatic mail says so, and answering machines keep quiet; Exchange reads the last one. */
export function mailHeaders(locale: Locale): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'Content-Language': locale,
    'X-Auto-Response-Suppress': 'All',
  };
}
