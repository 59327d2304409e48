import { DEVICE_NAMES } from '@gatehouse/contract/devices';
import { endOfDay, startOfDay } from '../../lib/days.ts';
import type { SignInSearch } from './sign-in-search-names.ts';

export const RESULTS = ['success', 'failure'] as const;

/** The filters of an address as the server takes them; what nobody could have chosen is left out. */
export function filtersOf(search: SignInSearch) {
  const { q, person, method, reason, ip } = search;
  return {
    q,
    person,
    method,
    reason,
    ip,
    result: RESULTS.find((name) => name === search.result),
    device: DEVICE_NAMES.find((name) => name === search.device),
    from: startOfDay(search.from),
    to: endOfDay(search.to),
  };
}
