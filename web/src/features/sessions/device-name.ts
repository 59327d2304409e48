import { BROWSERS, SYSTEMS } from '@gatehouse/contract/devices';

function firstMatch(userAgent: string, table: typeof BROWSERS | typeof SYSTEMS): string | null {
  return table.find(([, pattern]) => new RegExp(pattern).test(userAgent))?.[0] ?? null;
}

/** "Chrome · Windows" from a User-Agent header; null where nothing in it is known. */
export function deviceName(userAgent: string): string | null {
  const parts = [firstMatch(userAgent, BROWSERS), firstMatch(userAgent, SYSTEMS)].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : null;
}
