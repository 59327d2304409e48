import { readFileSync } from 'node:fs';
import type { Locale } from '@gatehouse/contract/locales';
import type { Place } from '@gatehouse/contract/places';
import { type CityResponse, Reader } from 'maxmind';

export type Located = Place & { readonly latitude: number; readonly longitude: number };

/** Where addresses are, by a file that the operator has: nobody outside is ever asked. */
export type Places = {
  /** Whether there is such a file. */
  readonly known: boolean;
  /** The place as people read it; null where nothing is known of it. */
  find(ip: string, locale: Locale): Place | null;
  /** The same as a point on the map; null where it has none. */
  locate(ip: string): Located | null;
};

/** What databases of cities are called by: Chinese of either script is under one name. */
const NAMES: Readonly<Record<Locale, string>> = { en: 'en', 'zh-TW': 'zh-CN', 'zh-CN': 'zh-CN', pl: 'pl', ru: 'ru' };

const NOWHERE: Places = { known: false, find: () => null, locate: () => null };

/**
 * Reads a database of places (MMDB: GeoLite2 City, DB-IP City and others of their shape) into memory.
 * @throws Error in words, for the operator, when it cannot be read
 */
export function openPlaces(file: string | null): Places {
  if (file === null) return NOWHERE;
  const reader = read(file);
  const look = (ip: string): CityResponse | null => {
    try {
      return reader.get(ip);
    } catch {
      return null; // no address, or an IPv6 one in a database of IPv4
    }
  };
  const find = (ip: string, locale: Locale): Place | null => {
    const found = look(ip);
    const country = found?.country?.iso_code ?? null;
    const names = found?.city?.names as Readonly<Record<string, string>> | undefined;
    const city = names?.[NAMES[locale]] ?? names?.en ?? null;
    return country === null && city === null ? null : { country, city };
  };
  return {
    known: true,
    find,
    locate: (ip) => {
      const { latitude, longitude } = look(ip)?.location ?? {};
      const place = find(ip, 'en');
      return place && latitude !== undefined && longitude !== undefined ? { ...place, latitude, longitude } : null;
    },
  };
}

function read(file: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(file));
  } catch (error) {
    throw new Error(
      `GEOIP_DATABASE: ${file} cannot be read as a database of places (MMDB): ${(error as Error).message}.`,
      {
        cause: error,
      },
    );
  }
}
