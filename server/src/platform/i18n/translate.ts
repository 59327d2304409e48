import { createFormatters, createIntlCache } from '@formatjs/intl';
import type { Locale } from '@gatehouse/contract/locales';
import { createElement, Fragment, type ReactNode } from 'react';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { createTextFormats, type TextFormats } from './text-formats.ts';

export type TextParams = Readonly<Record<string, string | number | Date>>;
export type TextTags = Readonly<Record<string, (chunks: ReactNode) => ReactNode>>;

/** Texts of one language. Call it with a key of `locales/` and the parameters of its ICU pattern. */
export type Translate = {
  (key: string, params?: TextParams): string;
  readonly locale: Locale;
  /** True where the language has this key: for texts that not every code has. */
  has(key: string): boolean;
  /** As the call itself, with `<tag>...</tag>` of the pattern made into elements. */
  rich(key: string, params: TextParams, tags: TextTags): ReactNode;
} & TextFormats;

/** A missing key or parameter: a fault of ours, never of the reader. */
export type TextFault = { readonly locale: Locale; readonly key: string; readonly message: string };

let reportFault: ((fault: TextFault) => void) | null = null;

/**
 * Makes a missing key or parameter a report and the English text (at worst the key) in place of an error. For the
 * running server; without it every fault throws, so that tests find it. `null` goes back to throwing.
 */
export function reportTextFaults(report: ((fault: TextFault) => void) | null): void {
  reportFault = report;
}

type Values = Record<string, string | number | Date | ((chunks: ReactNode[]) => ReactNode)>;
type Format = (key: string, values: Values) => ReactNode;

const formatters = createFormatters(createIntlCache());

/** Parts side by side, without keys: they never move. */
function together(parts: ReactNode): ReactNode {
  return Array.isArray(parts) ? createElement(Fragment, null, ...parts) : parts;
}

/** Parses each pattern at its first use, once per process. */
function createFormat(locale: Locale, catalogue: Catalogue): Format {
  const parsed = new Map<string, ReturnType<typeof formatters.getMessageFormat>>();
  return (key, values) => {
    let message = parsed.get(key);
    if (!message) {
      const pattern = catalogue.get(key);
      if (pattern === undefined) throw new Error(`${locale} has no text "${key}".`);
      message = formatters.getMessageFormat(pattern, locale);
      parsed.set(key, message);
    }
    return together(message.format<ReactNode>(values));
  };
}

/** Reports what `format` threw, and tries the fallback, or throws where faults are not reported. */
function forgiving(locale: Locale, format: Format, fallback: Format): Format {
  return (key, values) => {
    try {
      return format(key, values);
    } catch (error) {
      if (!reportFault) throw error;
      reportFault({ locale, key, message: error instanceof Error ? error.message : String(error) });
      return fallback(key, values);
    }
  };
}

/**
 * The texts of one catalogue; {@link translator} gives the project's own. `instead`: what stands in for a text at fault, where
 * faults are reported; by default the English one.
 */
export function createTranslate(locale: Locale, catalogue: Catalogue, instead?: Translate): Translate {
  const english = (key: string, values: Values) => (instead ?? translator('en')).rich(key, values as TextParams, {});
  const last = locale === 'en' && !instead ? (key: string) => key : english;
  const format = forgiving(locale, createFormat(locale, catalogue), last);
  const translate = (key: string, params: TextParams = {}) => String(format(key, params));
  const rich = (key: string, params: TextParams, tags: TextTags) => {
    const values: Values = { ...params };
    for (const [tag, render] of Object.entries(tags)) values[tag] = (chunks) => render(together(chunks));
    return format(key, values);
  };
  return Object.assign(translate, {
    locale,
    rich,
    has: (key: string) => catalogue.has(key),
    ...createTextFormats(locale),
  });
}

const translators = new Map<Locale, Translate>();

/**
 * The texts of a language. Catalogues are read from disk once per process.
 * @throws Error from the call on a missing key or parameter, unless {@link reportTextFaults} was called.
 */
export function translator(locale: Locale): Translate {
  let translate = translators.get(locale);
  if (!translate) {
    translate = createTranslate(locale, readCatalogue(locale));
    translators.set(locale, translate);
  }
  return translate;
}
