import { type Locale, matchLocale } from '@gatehouse/contract/locales';

/** Longer headers are cut: no browser sends them, and the rest would only cost time. */
const MAX_HEADER_LENGTH = 1000;

/** Tags of an `Accept-Language` header, most wanted first; those with `q=0` are refused (RFC 9110 s. 12.5.4). */
export function wantedTags(header: string): string[] {
  return header
    .slice(0, MAX_HEADER_LENGTH)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
      return { tag, quality: Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

export type LocaleWishes = {
  /** What the URL or the mail asks for. */
  readonly explicit?: string | null | undefined;
  /** What the person chose before: the cookie or the account. */
  readonly saved?: string | null | undefined;
  /** The browser's header. */
  readonly acceptLanguage?: string | null | undefined;
  /** The organization's language. */
  readonly fallback: Locale;
};

/**
 * The language of an answer: asked for, else saved, else the browser's, else the organization's. Unknown or malformed
 * wishes are passed over. `zh-HK`, `zh-MO` and `zh-Hant` are read as zh-TW, every other `zh` as zh-CN.
 */
export function negotiateLocale({ explicit, saved, acceptLanguage, fallback }: LocaleWishes): Locale {
  for (const tag of [explicit, saved, ...wantedTags(acceptLanguage ?? '')]) {
    const locale = tag ? matchLocale(tag) : null;
    if (locale) return locale;
  }
  return fallback;
}
