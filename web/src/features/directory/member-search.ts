import { MEMBER_SORTS, type MemberSort, memberFilters } from '@gatehouse/contract/member-filters';
import type { MemberSearch } from './member-search-names.ts';

const FILTERS = ['role', 'state', 'away', 'joined', 'q'] as const;

/** The filters of an address as the server takes them; what nobody could have chosen is left out. */
export function filtersOf(search: MemberSearch): Record<string, string> {
  const set = FILTERS.flatMap((name): [string, string][] => {
    const value = search[name];
    return value && memberFilters[name].safeParse(value).success ? [[name, value]] : [];
  });
  return Object.fromEntries(set);
}

export function sortOf({ sort }: MemberSearch): MemberSort {
  return MEMBER_SORTS.find((one) => one === sort) ?? 'joined';
}
