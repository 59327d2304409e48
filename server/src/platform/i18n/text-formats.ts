import type { Locale } from '@gatehouse/contract/locales';

/** `dayMonth`: without the year, of a day that is near. */
export type DateStyle = 'date' | 'dayMonth' | 'dateTime' | 'time';

/** Dates, spans, countries and lists as a language writes them. */
export type TextFormats = {
  /** An instant, 24 h. Hours carry their zone: the reader's where it is known, else UTC. */
  date(instant: Date, options: { readonly timeZone?: string; readonly style: DateStyle }): string;
  /** Where `to` lies as seen from `from`: "in 7 days", "2 hours ago". Whole units, towards zero. */
  relative(from: Date, to: Date): string;
  /** Name of an ISO 3166-1 alpha-2 code; the code itself where it has none. */
  country(code: string): string;
  /** "a, b and c". */
  list(items: readonly string[]): string;
};

const DAY_PARTS = { year: 'numeric', month: 'long', day: 'numeric' } as const;
const HOUR_PARTS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
const DATE_PARTS: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: DAY_PARTS,
  dayMonth: { month: 'long', day: 'numeric' },
  dateTime: { ...DAY_PARTS, ...HOUR_PARTS },
  time: HOUR_PARTS,
};

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** English dates in the order that most of the world reads: 29 November 2026. */
const dateLocale = (locale: Locale) => (locale === 'en' ? 'en-GB' : locale);

function createDateFormat(locale: Locale): TextFormats['date'] {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (instant, { timeZone = 'UTC', style }) => {
    const key = `${style} ${timeZone}`;
    let format = formats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(dateLocale(locale), { ...DATE_PARTS[style], timeZone });
      formats.set(key, format);
    }
    return format.format(instant);
  };
}

/** Formats are built once and kept. `date` throws RangeError for a time zone that does not exist. */
export function createTextFormats(locale: Locale): TextFormats {
  const span = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: createDateFormat(locale),
    relative: (from, to) => {
      const seconds = (to.getTime() - from.getTime()) / 1000;
      const [unit, length] = UNITS.find(([, unitLength]) => Math.abs(seconds) >= unitLength) ?? ['second', 1];
      return span.format(Math.trunc(seconds / length), unit);
    },
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
    list: (items) => lists.format(items),
  };
}
