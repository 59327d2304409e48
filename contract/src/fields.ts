import { z } from 'zod';
import type { ErrorCode, ErrorParams } from './errors.ts';

/**
 * Builds a zod error message that carries a code of ours and its parameters through a zod issue; the server and the
 * forms read it back with {@link readFieldCode}.
 */
export function fieldCode(code: ErrorCode, params: ErrorParams = {}): string {
  return JSON.stringify([code, params]);
}

/** The reverse of {@link fieldCode}; null for a message that zod wrote itself. */
export function readFieldCode(message: string): { code: ErrorCode; params: ErrorParams } | null {
  if (!message.startsWith('["')) return null;
  const [code, params] = JSON.parse(message) as [ErrorCode, ErrorParams];
  return { code, params };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const CONTROL_OR_NEWLINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/;

function wellFormed(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text);
}

/** Length as a person counts it: code points, so that an emoji is one. */
function longerThan(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}

/** One line of text, trimmed, NFC, at most `max` code points, no control or direction-changing characters. */
export function line(max: number, min = 0) {
  return z
    .string()
    .refine((text) => text.isWellFormed() && !CONTROL_OR_NEWLINE.test(text) && !DIRECTION.test(text), {
      message: fieldCode('TEXT-INVALID'),
      abort: true,
    })
    .overwrite((text) => text.trim().normalize('NFC'))
    .refine((text) => text.length > 0 || min === 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
    .refine((text) => text.length >= min, { message: fieldCode('FIELD-TOO-SHORT', { min }), abort: true })
    .refine((text) => !longerThan(text, max), { message: fieldCode('FIELD-TOO-LONG', { max }) })
    .meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max });
}

/** Text of several lines, otherwise as {@link line}. */
export function paragraph(max: number) {
  return z
    .string()
    .refine(wellFormed, { message: fieldCode('TEXT-INVALID'), abort: true })
    .overwrite((text) => text.trim().normalize('NFC').replaceAll('\r\n', '\n'))
    .refine((text) => !longerThan(text, max), { message: fieldCode('FIELD-TOO-LONG', { max }) })
    .meta({ maxLength: max });
}

/** Endings that mail programs make a link of, though nobody wrote `http`; none that a title or a legal form has before a name. */
const ENDINGS =
  'com|net|org|info|biz|io|app|dev|page|link|click|site|online|shop|store|club|live|vip|icu|xyz|top|' +
  'ru|su|рф|cn|tw|hk|jp|kr|pl|de|fr|uk|eu|kz|ua|tk|ml|cf|cc|tv|example|test';
/** With a scheme, with `www.` or with a known ending. */
const LINK = new RegExp(String.raw`:\/\/|www\.|[\p{L}\p{N}-]\.(?:${ENDINGS}|xn--[a-z0-9-]+)(?![\p{L}\p{N}])`, 'iu');
/** The ending of any country with a path, as short links have; never in capitals, as legal forms are. */
const SHORT_LINK = /[\p{L}\p{N}-]\.[a-z]{2}\//u;

/** Whom to write to leads nowhere by a press of the reader's. */
const MAILBOX = /[\p{L}\p{N}._+-]+@[\p{L}\p{N}.-]+/gu;

/**
 * True where a mail program would make a link to a page of it. Full-width letters and dots of other scripts are read as
 * plain ones (A5); an e-mail address is none.
 */
export function looksLikeLink(text: string): boolean {
  const plain = text.normalize('NFKC').replaceAll('。', '.').replaceAll(MAILBOX, ''); // NFKC makes one of both dots
  return LINK.test(plain) || SHORT_LINK.test(plain);
}

function looksLikeAddress(text: string): boolean {
  return looksLikeLink(text) || text.normalize('NFKC').includes('@');
}

/**
 * A name of a person or an organization as it is shown in mails: 1-64 characters, no address, link or line break in
 * it, so that a mail of ours cannot be made to carry somebody's advertisement.
 */
export function displayName(max = 64) {
  return line(max, 1).refine((text) => !looksLikeAddress(text), { message: fieldCode('NAME-INVALID') });
}

/** A personal note: plain text that is never made into links, without any address in it. */
export const noteField = paragraph(500).refine((text) => !looksLikeLink(text), { message: fieldCode('NAME-INVALID') });

/** An e-mail address as typed. Only its length and rough shape are checked here; the server's canonical form decides. */
export const emailField = z
  .string()
  .refine((text) => text.isWellFormed(), { message: fieldCode('EMAIL-INVALID'), abort: true })
  .overwrite((text) => text.trim())
  .refine((text) => text.length > 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
  .refine((text) => text.length <= 254, { message: fieldCode('FIELD-TOO-LONG', { max: 254 }), abort: true })
  .refine((text) => /^[^\s@]+@[^\s@]+$/u.test(text), { message: fieldCode('EMAIL-INVALID') })
  .meta({ format: 'email', maxLength: 254 });

/** A phone number in any spelling; what it is, the server decides. */
export const phoneField = z
  .string()
  .overwrite((text) => text.trim())
  .refine((text) => text.length > 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
  .refine((text) => text.isWellFormed() && !CONTROL_OR_NEWLINE.test(text), {
    message: fieldCode('PHONE-INVALID'),
    abort: true,
  })
  .refine((text) => text.length <= 60, { message: fieldCode('FIELD-TOO-LONG', { max: 60 }) })
  .meta({ maxLength: 60, examples: ['+48 512 345 678'] });

/** What a person can be reached and found by. */
export const ADDRESS_KINDS = ['email', 'phone'] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** Whatever a person is found by, as typed: an e-mail address or a phone number. What it is, the server decides. */
export const identifierField = z
  .string()
  .overwrite((text) => text.trim())
  .refine((text) => text.length > 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
  .refine((text) => text.isWellFormed() && !CONTROL_OR_NEWLINE.test(text), {
    message: fieldCode('IDENTIFIER-INVALID'),
    abort: true,
  })
  .refine((text) => text.length <= 254, { message: fieldCode('FIELD-TOO-LONG', { max: 254 }) })
  .meta({ maxLength: 254, examples: ['willy@urs.example', '+48 512 345 678'] });

/** A password as typed: never trimmed, never normalized by the form; at most 256 code points (1024 UTF-16 units). */
export const passwordField = z
  .string()
  .refine((text) => text.length > 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
  .refine((text) => text.isWellFormed(), { message: fieldCode('TEXT-INVALID'), abort: true })
  .refine((text) => !longerThan(text, 256) && text.length <= 1024, {
    message: fieldCode('PASSWORD-TOO-LONG', { max: 256 }),
  })
  .meta({ format: 'password', minLength: 1, maxLength: 256 });

/** A one-time code as typed: spaces and dashes removed, full-width digits read as digits (CJK keyboards). */
export const codeField = z
  .string()
  .max(64, { message: fieldCode('FIELD-TOO-LONG', { max: 64 }), abort: true })
  .overwrite((text) => text.normalize('NFKC').replace(/[\s\-\u2010-\u2015]/g, ''))
  .refine((text) => text.length > 0, { message: fieldCode('FIELD-REQUIRED'), abort: true })
  .refine((text) => /^\d{6}$/.test(text), { message: fieldCode('CODE-FORMAT') })
  .meta({ examples: ['123456'] });

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  const message = fieldCode('FIELD-OUT-OF-RANGE', { min, max });
  return z.number().int().min(min, { message }).max(max, { message });
}

/** An https address (http only on this machine), as it will be put into a link. */
export const linkField = line(500, 1)
  .refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (!url || url.username || url.password) return false;
      return (
        url.protocol === 'https:' || (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname))
      );
    },
    { message: fieldCode('URL-INVALID') },
  )
  .meta({ format: 'uri' });

/** ISO 3166-1 alpha-2, upper case. That the country exists is checked by the server. */
export const countryField = z
  .string()
  .overwrite((text) => text.trim().toUpperCase())
  .refine((text) => /^[A-Z]{2}$/.test(text), { message: fieldCode('COUNTRY-INVALID') })
  .meta({ pattern: '^[A-Za-z]{2}$' });

export const timestampField = z.iso.datetime();
export const idField = z.string().min(1).max(64);
