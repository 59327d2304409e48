import { z } from 'zod';
import { fieldCode, idField, line, timestampField } from './fields.ts';
import { deliverySchema } from './invitations.ts';
import { placeSchema } from './places.ts';
import { printedSheetSchema } from './printed-sheets.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';
import { signInEventSchema } from './sign-in-events.ts';
import { userNameField } from './user-names.ts';

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]));

/** Everything that an organization knows of one member. Nothing of their places in other organizations. */
export const memberRecordSchema = z
  .object({
    id: idField,
    accountId: idField,
    name: z.string(),
    /** What the person signs in with here, as `username@short-name`; null: nothing but their addresses. */
    username: z.string().nullable(),
    locale: z.string().nullable(),
    roles: z.array(roleSchema),
    state: z.enum(['active', 'suspended', 'removed']),
    joinedAt: timestampField,
    removedAt: timestampField.nullable(),
    invitedBy: z.string().nullable(),
    invitationId: idField.nullable(),
    identifiers: z.array(
      z.object({
        kind: z.enum(['email', 'phone', 'username']),
        value: z.string(),
        verifiedAt: timestampField.nullable(),
        primary: z.boolean(),
      }),
    ),
    /** Ways in that the account has: when the password was set, and whether a proven address takes codes. */
    methods: z.object({ passwordSetAt: timestampField.nullable(), emailCode: z.boolean(), smsCode: z.boolean() }),
    /** Sessions that work in this organization. */
    sessions: z.array(
      z.object({
        id: idField,
        userAgent: z.string(),
        ip: z.string(),
        place: placeSchema.nullable(),
        signedInAt: timestampField,
        lastSeenAt: timestampField,
      }),
    ),
    /** Until when wrong tries keep strangers out of the account; it heals by itself. Null: they do not. */
    lockedUntil: timestampField.nullable(),
    /** Browsers that are not asked for the second step. */
    trustedBrowsers: z.array(
      z.object({ userAgent: z.string(), lastSeenAt: timestampField, trustedUntil: timestampField }),
    ),
    /** The twenty newest. */
    signIns: z.array(
      signInEventSchema.pick({ id: true, at: true, method: true, methods: true, result: true, reason: true, ip: true }),
    ),
    consents: z.array(z.object({ version: z.string(), locale: z.string(), at: timestampField })),
    /** Newest first: what was done to this person here, and what became of their invitation. */
    timeline: z.array(
      z.object({
        at: timestampField,
        event: z.string(),
        actor: z.string().nullable(),
        reason: z.string().nullable(),
        detail,
      }),
    ),
    /** What this organization sent to their addresses, and what was told of their account in no other's name, newest first; never what stood in it. */
    messages: z.array(deliverySchema.omit({ to: true }).extend({ id: idField, template: z.string() })),
    /** What whoever asks may do with this person. */
    may: z.object({ manage: z.boolean(), assist: z.boolean(), isSelf: z.boolean(), roles: z.array(roleSchema) }),
  })
  .meta({ id: 'MemberRecord' });
export type MemberRecord = z.infer<typeof memberRecordSchema>;

/**
 * How a password is reset: a link to an address or a number that the person has proven, a temporary password to the number, or a
 * code on paper where no message reaches them.
 */
export const RESET_WAYS = ['email-link', 'sms-link', 'temporary', 'printed'] as const;
export type ResetWay = (typeof RESET_WAYS)[number];

const params = z.object({ org: idField, id: idField });
const because = z.strictObject({ reason: line(200).optional() });

export const memberRoutes = {
  get: route({
    method: 'GET',
    path: '/organizations/{org}/members/{id}',
    access: 'people.read',
    summary: 'One member: access, ways to sign in, devices, timeline and messages',
    params,
    status: 200,
    response: memberRecordSchema,
  }),
  update: route({
    method: 'PATCH',
    path: '/organizations/{org}/members/{id}',
    access: 'people.manage',
    summary: 'Change the roles or the user name of a member: they count at the next request',
    params,
    body: z
      .strictObject({
        roles: z.array(roleSchema).min(1).max(5).optional(),
        /** Null takes it away. */
        username: userNameField.nullable().optional(),
      })
      .refine(({ roles, username }) => roles !== undefined || username !== undefined, {
        message: fieldCode('FIELD-REQUIRED'),
        path: ['roles'],
      }),
    status: 200,
    response: memberRecordSchema,
    errors: ['LAST-OWNER', 'ROLE-TOO-HIGH', 'CONFLICT'],
  }),
  suspend: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/suspend',
    access: 'people.manage',
    summary: 'Keep a member out until restored; their sessions here end',
    params,
    body: because,
    status: 200,
    response: memberRecordSchema,
    errors: ['LAST-OWNER', 'ROLE-TOO-HIGH', 'CONFLICT'],
  }),
  restore: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/restore',
    access: 'people.manage',
    summary: 'Let a suspended member in again',
    params,
    body: because,
    status: 200,
    response: memberRecordSchema,
    errors: ['ROLE-TOO-HIGH', 'CONFLICT'],
  }),
  remove: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/remove',
    access: 'people.manage',
    summary: 'End a membership: nothing but a new invitation brings it back',
    params,
    body: because,
    status: 200,
    response: memberRecordSchema,
    errors: ['LAST-OWNER', 'ROLE-TOO-HIGH', 'CONFLICT'],
  }),
  endSessions: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/end-sessions',
    access: 'people.assist',
    summary: 'Sign a member out wherever they work in this organization',
    params,
    status: 200,
    response: z.object({ ended: z.number().int() }),
    errors: ['ROLE-TOO-HIGH'],
  }),
  resetPlan: route({
    method: 'GET',
    path: '/organizations/{org}/members/{id}/password-reset',
    access: 'people.manage',
    summary: 'What resetting this password would do, and the ways in which it can be done',
    params,
    status: 200,
    response: z.object({
      /**
       * Masked: where each goes, or which address stands on the paper. Empty where the person has proven no address. Not
       * `reachable`: the last message there did not arrive.
       */
      ways: z.array(z.object({ way: z.enum(RESET_WAYS), to: z.string(), reachable: z.boolean() })),
      /** How many devices it signs out. */
      devices: z.number().int(),
      /** Since when a new password is asked for at the next sign-in; null: it is not. */
      dueSince: timestampField.nullable(),
      hasPassword: z.boolean(),
    }),
    errors: ['ROLE-TOO-HIGH'],
  }),
  resetPassword: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/password-reset',
    access: 'people.manage',
    proof: 'fresh',
    summary:
      'Reset the password: what the person needs goes to them alone; only a code on paper stands in this answer, once',
    params,
    body: z
      .strictObject({
        way: z.enum(RESET_WAYS),
        /** For `printed` it has to be said. */
        reason: line(200).optional(),
        /** For `printed`: "they have lost every address that a message could go to". Needed where one could. */
        lost: z.boolean().optional(),
      })
      .refine(({ way, reason }) => way !== 'printed' || Boolean(reason?.trim()), {
        message: fieldCode('FIELD-REQUIRED'),
        path: ['reason'],
      }),
    status: 200,
    response: z.object({
      way: z.enum(RESET_WAYS),
      to: z.string(),
      ended: z.number().int(),
      /** For `printed`. */
      sheet: printedSheetSchema.optional(),
    }),
    errors: ['ROLE-TOO-HIGH', 'RESET-IMPOSSIBLE', 'CONFLICT'],
  }),
  requirePassword: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/require-password',
    access: 'people.manage',
    summary: 'Ask for a new password at the next sign-in; nothing ends before',
    params,
    body: because,
    status: 200,
    response: z.object({ dueSince: timestampField }),
    errors: ['ROLE-TOO-HIGH', 'RESET-IMPOSSIBLE', 'CONFLICT'],
  }),
  endSession: route({
    method: 'DELETE',
    path: '/organizations/{org}/members/{id}/sessions/{session}',
    access: 'people.assist',
    summary: 'Sign one device of a member out',
    params: params.extend({ session: idField }),
    status: 204,
    errors: ['ROLE-TOO-HIGH'],
  }),
  distrust: route({
    method: 'DELETE',
    path: '/organizations/{org}/members/{id}/trusted-browsers',
    access: 'people.assist',
    summary: 'Ask a member for the second step in every browser again',
    params,
    status: 204,
    errors: ['ROLE-TOO-HIGH'],
  }),
  leave: route({
    method: 'POST',
    path: '/session/leave',
    access: 'signed-in',
    summary: 'Leave an organization, also a suspended one; owners need a fresh proof',
    body: z.strictObject({ organization: idField }),
    status: 204,
    errors: ['LAST-OWNER', 'PROOF-NEEDED'],
  }),
} as const;
