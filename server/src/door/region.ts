import { COUNTRIES } from '@gatehouse/contract/countries';
import type { FastifyRequest } from 'fastify';
import { wantedTags } from '../platform/i18n/negotiate-locale.ts';

/** The country of the first language that the browser wants which names one (`de-AT`); empty where none does. */
export function countryOf(request: FastifyRequest): string {
  for (const tag of wantedTags(String(request.headers['accept-language'] ?? ''))) {
    const country = regionOf(tag);
    if ((COUNTRIES as readonly string[]).includes(country)) return country;
  }
  return '';
}

function regionOf(tag: string): string {
  try {
    return new Intl.Locale(tag).region ?? '';
  } catch {
    return '';
  }
}
