import { z } from 'zod';
import { isTimeZone } from './countries.ts';
import { displayName, fieldCode, idField, line, passwordField, timestampField } from './fields.ts';
import { invitationSummarySchema } from './invitation-summary.ts';
import { localeSchema } from './locales.ts';
import { placeSchema } from './places.ts';
import { roleSchema } from './roles.ts';
import { ABILITIES, route } from './route.ts';

export const membershipSchema = z.object({
  /** `timeZone`: IANA name; empty where it has none of its own. */
  organization: z.object({ id: idField, slug: z.string(), name: z.string(), timeZone: z.string() }),
  roles: z.array(roleSchema),
  abilities: z.array(z.enum(ABILITIES)),
});

/** Who is signed in. */
export const sessionSchema = z
  .object({
    account: z.object({
      id: idField,
      name: z.string(),
      /** How they want to be called; empty: by their name. */
      callName: z.string(),
      /** IANA name; null: as the browser has it. */
      timeZone: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      locale: localeSchema.nullable(),
      /** Single keys do something in the console. */
      shortcuts: z.boolean(),
    }),
    memberships: z.array(membershipSchema),
    /** Id of the organization that was last worked in, or null. */
    organization: idField.nullable(),
    methods: z.array(z.string()),
    signedInAt: timestampField,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const deviceSchema = z
  .object({
    id: idField,
    current: z.boolean(),
    userAgent: z.string(),
    ip: z.string(),
    place: placeSchema.nullable(),
    signedInAt: timestampField,
    lastSeenAt: timestampField,
    /** When it ends if it is not used again. */
    endsAt: timestampField,
  })
  .meta({ id: 'Device' });

export const sessionRoutes = {
  current: route({
    method: 'GET',
    path: '/session',
    access: 'signed-in',
    summary: 'Who am I',
    status: 200,
    response: sessionSchema,
  }),
  update: route({
    method: 'PATCH',
    path: '/session',
    access: 'signed-in',
    summary: 'My name, language and keys, and the organization that is worked in',
    body: z.strictObject({
      organization: idField.optional(),
      locale: localeSchema.optional(),
      name: displayName().optional(),
      shortcuts: z.boolean().optional(),
      callName: z.union([z.literal(''), displayName()]).optional(),
      timeZone: line(64)
        .refine(isTimeZone, { message: fieldCode('TIME-ZONE-INVALID') })
        .optional(),
    }),
    status: 200,
    response: sessionSchema,
  }),
  changePassword: route({
    method: 'POST',
    path: '/session/password',
    access: 'signed-in',
    summary: 'Replace my password; every other device is signed out',
    body: z.strictObject({ current: passwordField, password: passwordField }),
    status: 204,
    errors: ['CRED-WRONG', 'RATE-LIMITED'],
  }),
  password: route({
    method: 'GET',
    path: '/session/password',
    access: 'signed-in',
    summary: 'Whether I have a password, and whether the portal offers one',
    status: 200,
    response: z.object({
      exists: z.boolean(),
      /** Neither password nor passkey, an organization of mine accepts one, and I have not said that I want none. */
      offered: z.boolean(),
    }),
  }),
  setFirstPassword: route({
    method: 'POST',
    path: '/session/password/first',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Set my password where I have none',
    body: z.strictObject({ password: passwordField }),
    status: 204,
    errors: ['CONFLICT'],
  }),
  closePasswordOffer: route({
    method: 'DELETE',
    path: '/session/password/offer',
    access: 'signed-in',
    summary: 'I want no password: do not offer one again',
    status: 204,
  }),
  end: route({ method: 'DELETE', path: '/session', access: 'signed-in', summary: 'Sign out', status: 204 }),
  list: route({
    method: 'GET',
    path: '/sessions',
    access: 'signed-in',
    summary: 'My devices',
    status: 200,
    response: z.object({ items: z.array(deviceSchema), nextCursor: z.null() }),
  }),
  endOne: route({
    method: 'DELETE',
    path: '/sessions/{id}',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Sign out one device',
    params: z.object({ id: idField }),
    status: 204,
  }),
  endOthers: route({
    method: 'DELETE',
    path: '/sessions',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Sign out every device but this one',
    status: 200,
    response: z.object({ ended: z.number().int() }),
  }),
  invitations: route({
    method: 'GET',
    path: '/session/invitations',
    access: 'signed-in',
    summary: 'Invitations that wait for a verified address of mine',
    status: 200,
    response: z.object({ items: z.array(invitationSummarySchema), nextCursor: z.null() }),
  }),
} as const;
