import type { Place } from '@gatehouse/contract/places';
import { countryName } from '../../lib/countries.ts';

/** "Warsaw, Poland"; null where nothing is known. */
export function placeName(place: Place | null, locale: string): string | null {
  if (!place) return null;
  const country = place.country && countryName(place.country, locale);
  return [place.city, country].filter(Boolean).join(', ') || null;
}
