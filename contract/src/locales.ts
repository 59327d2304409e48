import { z } from 'zod';

/** The five languages, equal in rank. `en` is only the last resort of the choice. */
export const LOCALES = ['en', 'zh-TW', 'zh-CN', 'pl', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];
export const localeSchema = z.enum(LOCALES);

/** Each language in its own words, for the language switch. */
export const LOCALE_NAMES: Record<Locale, string> = {
  en: 'English',
  'zh-TW': '繁體中文',
  'zh-CN': '简体中文',
  pl: 'Polski',
  ru: 'Русский',
};

/**
 * The language to use for a BCP 47 tag, or null if it is none of ours. `zh-HK`, `zh-MO` and `zh-Hant` are read as
 * zh-TW, every other `zh` as zh-CN.
 */
export function matchLocale(tag: string): Locale | null {
  const lower = tag.trim().toLowerCase();
  const exact = LOCALES.find((locale) => locale.toLowerCase() === lower);
  if (exact) return exact;
  if (/^zh-(hk|mo|hant)/.test(lower)) return 'zh-TW';
  const language = lower.split('-')[0];
  if (language === 'zh') return 'zh-CN';
  return LOCALES.find((locale) => locale === language) ?? null;
}
