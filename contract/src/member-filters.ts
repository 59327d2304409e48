import { z } from 'zod';
import { idField, timestampField, wholeNumber } from './fields.ts';
import { listOf, listQuery, oneOrMore } from './lists.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';

export const MEMBER_STATES = ['active', 'suspended'] as const;

/** How somebody came in: by an invitation, by asking, as the one who made the organization, or in another way. */
export const WAYS_IN = ['invitation', 'request', 'founder', 'other'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** `seen`: by the last sign-in, latest first; who never signed in comes last. */
export const MEMBER_SORTS = ['joined', 'name', 'seen'] as const;
export type MemberSort = (typeof MEMBER_SORTS)[number];

export const memberSchema = z
  .object({
    id: idField,
    accountId: idField,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    roles: z.array(roleSchema),
    state: z.enum(MEMBER_STATES),
    joinedAt: timestampField,
    joinedBy: z.enum(WAYS_IN),
    lastSignInAt: timestampField.nullable(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;

/** What narrows the list of people; all of them hold at once. */
export const memberFilters = {
  /** Has one of these; several with commas between them. */
  role: oneOrMore(roleSchema).optional(),
  state: z.enum(MEMBER_STATES).optional(),
  /** `never` signed in, or not within the last so many days. */
  away: z.union([z.literal('never'), z.coerce.number().pipe(wholeNumber(1, 3650))]).optional(),
  joined: z.enum(WAYS_IN).optional(),
  /** A part of the name or of an address. */
  q: z.string().max(254).optional(),
};
export type MemberFilters = { [F in keyof typeof memberFilters]?: z.output<(typeof memberFilters)[F]> };

/** Views that every organization has: filters as they stand in an address. Their names are `lists.view.<name>`. */
export const MEMBER_VIEWS = [
  { name: 'administrators', search: { role: 'owner,administrator' } },
  { name: 'suspended', search: { state: 'suspended' } },
  { name: 'never', search: { away: 'never' } },
  { name: 'away', search: { away: '90', sort: 'seen' } },
] as const;

const params = z.object({ org: idField });

export const memberListRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/members',
    access: 'people.read',
    summary:
      'List members, newest first or in another order, narrowed by any set of filters; names in the order of the caller’s language',
    params,
    query: z.object({ ...listQuery, ...memberFilters, sort: z.enum(MEMBER_SORTS).default('joined') }),
    status: 200,
    response: listOf(memberSchema),
  }),
  count: route({
    method: 'GET',
    path: '/organizations/{org}/members/count',
    access: 'people.read',
    summary: 'How many members match the filters; no more than a bulk action may take are counted',
    params,
    query: z.object(memberFilters),
    status: 200,
    response: z.object({ count: z.number().int(), /** There are more. */ capped: z.boolean() }),
  }),
} as const;
