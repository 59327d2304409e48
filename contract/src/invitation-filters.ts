import { z } from 'zod';
import { idField, timestampField, wholeNumber } from './fields.ts';
import {
  INVITATION_KINDS,
  type InvitationState,
  invitationSchema,
  invitationStateSchema,
  type RequirementName,
  requirementNameSchema,
} from './invitations.ts';
import { listOf, listQuery, oneOrMore } from './lists.ts';
import { route } from './route.ts';

/**
 * How far the newest messages of an invitation came: by mail or by text message, whichever came farther, or by `channel`
 * alone. `stopped`: one has waited for longer than a quarter of an hour.
 */
export const DELIVERY_RESULTS = ['waiting', 'stopped', 'sent', 'delivered', 'bounced', 'abandoned'] as const;
export type DeliveryResult = (typeof DELIVERY_RESULTS)[number];

/** `ends`: only what is open (or, with `state=expired`, what ran out), by the end of its time, soonest first. */
export const INVITATION_SORTS = ['newest', 'ends', 'address', 'changed'] as const;
export type InvitationSort = (typeof INVITATION_SORTS)[number];

/** What narrows the list of invitations; all of them hold at once. The same in its address, in views and bulk actions. */
export const invitationFilters = {
  /** Several with commas between them; as it is now, so that what ran out is `expired`. */
  state: oneOrMore(invitationStateSchema).optional(),
  kind: z.enum(INVITATION_KINDS).optional(),
  /** Added by an administrator, instead of invited. */
  added: z.stringbool().optional(),
  /** It is open or ran out, and nothing is sent to its address: see `suppressed` of the answer. */
  suppressed: z.stringbool().optional(),
  /** It has not left yet, because it is to leave later. */
  scheduled: z.stringbool().optional(),
  /** What holds the person: `stoppedAt` of the answer. Several with commas between them. */
  stop: oneOrMore(requirementNameSchema).optional(),
  delivery: z.enum(DELIVERY_RESULTS).optional(),
  /** It was sent by this channel. */
  channel: z.enum(['email', 'sms']).optional(),
  /** Open, and its time is over within so many days. */
  ends: z.coerce.number().pipe(wholeNumber(1, 60)).optional(),
  /** Ran out of time within the last days, and nobody opened it. */
  lapsed: z.coerce.number().pipe(wholeNumber(1, 90)).optional(),
  /** Account that invited. */
  by: idField.optional(),
  /** Created at or after this, and before that. */
  from: timestampField.optional(),
  to: timestampField.optional(),
  /** A part of the address or the name. */
  q: z.string().max(254).optional(),
};
export type InvitationFilters = {
  [F in keyof typeof invitationFilters]?: z.output<(typeof invitationFilters)[F]>;
};

/** A view that every organization has: filters as they stand in an address. */
export type BuiltInView = {
  readonly name: string;
  readonly state?: readonly InvitationState[];
  readonly stop?: readonly RequirementName[];
  readonly scheduled?: boolean;
  readonly ends?: number;
  readonly sort?: InvitationSort;
};

/** In the order in which they are offered; their names are `lists.view.<name>`. */
export const INVITATION_VIEWS: readonly BuiltInView[] = [
  {
    name: 'attention',
    stop: ['message-delivered', 'approved', 'account-active', 'membership-active', 'seat-available'],
    scheduled: false,
  },
  { name: 'waiting', state: ['queued', 'sent', 'delivered', 'opened', 'proving', 'proven', 'consented'] },
  { name: 'scheduled', scheduled: true },
  { name: 'bounced', state: ['bounced'] },
  { name: 'ends-this-week', ends: 7, sort: 'ends' },
  { name: 'accepted', state: ['accepted'] },
];

const params = z.object({ org: idField });

export const invitationListRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/invitations',
    access: 'invitations.read',
    summary: 'List invitations, newest first or in another order, narrowed by any set of filters',
    params,
    query: z.object({ ...listQuery, ...invitationFilters, sort: z.enum(INVITATION_SORTS).default('newest') }),
    status: 200,
    response: listOf(invitationSchema),
  }),
  count: route({
    method: 'GET',
    path: '/organizations/{org}/invitations/count',
    access: 'invitations.read',
    summary: 'How many invitations match the filters; no more than a bulk action may take are counted',
    params,
    query: z.object(invitationFilters),
    status: 200,
    response: z.object({ count: z.number().int(), /** There are more. */ capped: z.boolean() }),
  }),
} as const;
