import { z } from 'zod';
import { DEVICE_NAMES, type DeviceName } from './devices.ts';
import { idField, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { placeSchema } from './places.ts';
import { route } from './route.ts';

export const signInEventSchema = z
  .object({
    id: idField,
    at: timestampField,
    /** As typed: it may be anything. */
    identifier: z.string(),
    accountId: idField.nullable(),
    name: z.string().nullable(),
    /** Of the member's record in this organization; null where they are no member any more. */
    memberId: idField.nullable(),
    /** The first of `methods`. */
    method: z.string(),
    /** Everything that it was proven with, in that order, such as password and authenticator app. */
    methods: z.array(z.string()),
    result: z.enum(['success', 'failure']),
    reason: z.string().nullable(),
    ip: z.string(),
    place: placeSchema.nullable(),
    userAgent: z.string(),
  })
  .meta({ id: 'SignInEvent' });
export type SignInEvent = z.infer<typeof signInEventSchema>;

/** What narrows the sign-in log; all of them hold at once. The same in its address and in an export of it. */
export const signInEventFilters = {
  /** A part of what was typed, or of the person's name. */
  q: z.string().max(254).optional(),
  /** Id of an account. */
  person: idField.optional(),
  /** Whichever of its methods it was. */
  method: z.string().max(40).optional(),
  result: z.enum(['success', 'failure']).optional(),
  reason: z.string().max(60).optional(),
  /** An address, `192.0.2.7`, or a network, `192.0.2.0/24`, of either kind. */
  ip: z.string().max(50).optional(),
  device: z.enum(DEVICE_NAMES as [DeviceName, ...DeviceName[]]).optional(),
  /** At or after this, and before that. */
  from: timestampField.optional(),
  to: timestampField.optional(),
};
export type SignInEventFilters = { [F in keyof typeof signInEventFilters]?: z.output<(typeof signInEventFilters)[F]> };

export const signInEventRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/sign-in-events',
    access: 'sign-in-events.read',
    summary: 'Sign-in log of the organization’s people, newest first',
    params: z.object({ org: idField }),
    query: z.object({ ...listQuery, ...signInEventFilters }),
    status: 200,
    response: listOf(signInEventSchema),
  }),
} as const;
