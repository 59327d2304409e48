import { COUNTRIES } from '@gatehouse/contract/countries';
import { LOCALE_NAMES, LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { DoorContext } from '../door-context.ts';
import type { Option } from './form.tsx';

const countries = new Map<Locale, readonly Option[]>();

/** All countries in the language and order of the reader. Sorted once per language. */
export function countryOptions({ t, locale }: DoorContext): readonly Option[] {
  let options = countries.get(locale);
  if (!options) {
    const { compare } = new Intl.Collator(locale);
    options = COUNTRIES.map((value) => ({ value, label: t.country(value) })).sort((a, b) => compare(a.label, b.label));
    countries.set(locale, options);
  }
  return options;
}

/** Zones of today; the second cities of a county (`America/Indiana/...`) and the poles only make the list longer. */
const TIME_ZONES: readonly Option[] = Intl.supportedValuesOf('timeZone')
  .filter((zone) => /^[^/]+\/[^/]+$/.test(zone) && !/^(Antarctica|Arctic|Etc)\//.test(zone))
  .map((value) => ({ value, label: value.replaceAll('_', ' ') }));

/** Time zones by their names of the tz database; one that was prepared is among them in any case. */
export function timeZoneOptions(prepared: string): readonly Option[] {
  if (prepared === '' || TIME_ZONES.some(({ value }) => value === prepared)) return TIME_ZONES;
  return [{ value: prepared, label: prepared.replaceAll('_', ' ') }, ...TIME_ZONES];
}

/** The languages in their own names. */
export const LOCALE_OPTIONS: readonly Option[] = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));
