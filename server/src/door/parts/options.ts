import { COUNTRIES, timeZonesOf } from '@gatehouse/contract/countries';
import { LOCALE_NAMES, LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { DoorContext } from '../door-context.ts';
import type { Option } from './form.tsx';

const countries = new Map<Locale, readonly Option[]>();

/** Nobody has a company there. */
const UNINHABITED = ['AQ', 'BV', 'GS', 'HM', 'TF', 'UM'];

/** All countries in the language and order of the reader. Sorted once per language. */
export function countryOptions({ t, locale }: DoorContext): readonly Option[] {
  let options = countries.get(locale);
  if (!options) {
    const { compare } = new Intl.Collator(locale);
    options = COUNTRIES.filter((value) => !UNINHABITED.includes(value))
      .map((value) => ({ value, label: t.country(value) }))
      .sort((a, b) => compare(a.label, b.label));
    countries.set(locale, options);
  }
  return options;
}

/**
 * One zone for each clock that companies live by, by continent and name: the whole tz database would be a third of the
 * page. A zone of the chosen country, or one that was prepared, is offered besides.
 */
const TIME_ZONES: readonly string[] = [
  ...named('Africa', 'Cairo Casablanca Johannesburg Lagos Nairobi'),
  ...named('America', 'Anchorage Bogota Buenos_Aires Chicago Denver Halifax Lima Los_Angeles Mexico_City New_York'),
  ...named('America', 'Phoenix Santiago Sao_Paulo Toronto Vancouver'),
  ...named('Asia', 'Almaty Baku Bangkok Dubai Ho_Chi_Minh Hong_Kong Jakarta Jerusalem Karachi Kolkata Kuala_Lumpur'),
  ...named('Asia', 'Manila Novosibirsk Riyadh Seoul Shanghai Singapore Taipei Tashkent Tbilisi Tokyo Vladivostok'),
  ...named('Asia', 'Yekaterinburg Yerevan'),
  ...named('Australia', 'Adelaide Brisbane Perth Sydney'),
  ...named(
    'Europe',
    'Amsterdam Athens Belgrade Berlin Brussels Bucharest Budapest Copenhagen Dublin Helsinki Istanbul',
  ),
  ...named('Europe', 'Kyiv Lisbon London Madrid Minsk Moscow Oslo Paris Prague Rome Sofia Stockholm Vienna Vilnius'),
  ...named('Europe', 'Warsaw Zurich'),
  ...named('Pacific', 'Auckland Honolulu'),
];

function named(continent: string, cities: string): string[] {
  return cities.split(' ').map((city) => `${continent}/${city}`);
}

/** Time zones by their names of the tz database. */
export function timeZoneOptions(country: string, prepared: string): readonly Option[] {
  const zones = new Set([...(prepared ? [prepared] : []), ...timeZonesOf(country), ...TIME_ZONES]);
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

/** The languages in their own names. */
export const LOCALE_OPTIONS: readonly Option[] = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));
