import { z } from 'zod';
import { auditFilters } from './audit.ts';
import { INVITATION_SORTS, invitationFilters } from './invitation-filters.ts';
import { MEMBER_SORTS, memberFilters } from './member-filters.ts';
import type { Ability } from './route.ts';
import type { ViewList } from './saved-views.ts';
import { signInEventFilters } from './sign-in-events.ts';

/** Days as they stand in an address, in the reader's own time zone; and the columns that are hidden. */
const inAddress = {
  from: z.iso.date(),
  to: z.iso.date(),
  hide: z.string().regex(/^[a-z]+(,[a-z]+)*$/),
};

type Viewed = { readonly ability: Ability; readonly search: Readonly<Record<string, z.ZodType>> };

/** What the address of a list may hold, and who may read the list. */
export const VIEWED: Readonly<Record<ViewList, Viewed>> = {
  invitations: {
    ability: 'invitations.read',
    search: { ...invitationFilters, ...inAddress, sort: z.enum(INVITATION_SORTS) },
  },
  members: { ability: 'people.read', search: { ...memberFilters, hide: inAddress.hide, sort: z.enum(MEMBER_SORTS) } },
  'sign-in-events': { ability: 'sign-in-events.read', search: { ...signInEventFilters, ...inAddress } },
  'audit-events': { ability: 'audit-events.read', search: { ...auditFilters, ...inAddress } },
};

/** Names in an address that the list does not have, or whose value it does not know. */
export function unfitNames(list: ViewList, search: Readonly<Record<string, string>>): string[] {
  const known = VIEWED[list].search;
  return Object.entries(search).flatMap(([name, value]) =>
    Object.hasOwn(known, name) && known[name]?.safeParse(value).success ? [] : [name],
  );
}
