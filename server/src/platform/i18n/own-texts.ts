import type { Locale } from '@gatehouse/contract/locales';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { createTranslate, type TextParams, type Translate, translator } from './translate.ts';

const catalogues = new Map<Locale, Catalogue>();

/** The project's own patterns of a language, read once per process. */
export function patternsOf(locale: Locale): Catalogue {
  const catalogue = catalogues.get(locale) ?? readCatalogue(locale);
  catalogues.set(locale, catalogue);
  return catalogue;
}

/**
 * The texts of a language with some in somebody's own words. Where those cannot be used (an argument that a later release does
 * not give any more), the project's stand in.
 */
export function ownTranslator(locale: Locale, own: Readonly<Record<string, string>> | null): Translate {
  const base = translator(locale);
  if (!own || Object.keys(own).length === 0) return base;
  const mine = createTranslate(locale, new Map(Object.entries(own)), base);
  const say = (key: string, params: TextParams = {}) => {
    if (!Object.hasOwn(own, key)) return base(key, params);
    try {
      return mine(key, params);
    } catch {
      return base(key, params);
    }
  };
  return Object.assign(say, { ...base });
}
