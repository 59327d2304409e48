import {
  INVITATION_SORTS,
  INVITATION_VIEWS,
  type InvitationSort,
  invitationFilters,
} from '@gatehouse/contract/invitation-filters';
import { endOfDay, startOfDay } from '../../lib/days.ts';
import type { InvitationSearch } from './invitation-search-names.ts';

const CLOSED = ['state', 'kind', 'stop', 'delivery', 'channel', 'ends', 'lapsed', 'scheduled', 'suppressed'] as const;

/** The filters of an address as the server takes them; what nobody could have chosen is left out. */
export function filtersOf(search: InvitationSearch): Record<string, string> {
  const filters: Record<string, string | undefined> = {
    by: search.by,
    q: search.q,
    from: startOfDay(search.from),
    to: endOfDay(search.to),
  };
  for (const name of CLOSED) {
    if (invitationFilters[name].safeParse(search[name]).success) filters[name] = search[name];
  }
  const set = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(set);
}

export function sortOf({ sort }: InvitationSearch): InvitationSort {
  return INVITATION_SORTS.find((one) => one === sort) ?? 'newest';
}

/** The views that every organization has, as addresses. */
export function builtInViews(): { name: string; search: Record<string, string> }[] {
  return INVITATION_VIEWS.map(({ name, state, stop, scheduled, ends, sort }) => ({
    name,
    search: {
      ...(state ? { state: state.join(',') } : {}),
      ...(stop ? { stop: stop.join(',') } : {}),
      ...(scheduled === undefined ? {} : { scheduled: String(scheduled) }),
      ...(ends ? { ends: String(ends) } : {}),
      ...(sort ? { sort } : {}),
    },
  }));
}
