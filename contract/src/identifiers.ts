import { z } from 'zod';
import { ADDRESS_KINDS, codeField, identifierField, idField, timestampField } from './fields.ts';
import { route } from './route.ts';

export const IDENTIFIER_ACTS = ['add', 'replace', 'remove', 'make-primary'] as const;
/** What can become of an address of an account. */
export type IdentifierAct = (typeof IDENTIFIER_ACTS)[number];

export const identifierSchema = z
  .object({
    id: idField,
    kind: z.enum(ADDRESS_KINDS),
    shown: z.string(),
    /** Only a proven one lets anybody in. */
    verified: z.boolean(),
    /** Where messages of this kind go. */
    primary: z.boolean(),
    /** False for the last way in. */
    removable: z.boolean(),
  })
  .meta({ id: 'Identifier' });
export type Identifier = z.infer<typeof identifierSchema>;

export const identifierChangeSchema = z
  .object({
    id: idField,
    kind: z.enum(ADDRESS_KINDS),
    /** The new address, where the code goes. */
    to: z.string(),
    /** The one that it takes the place of; null where it is added. */
    replaces: z.string().nullable(),
    /** The organization whose administrator asked for it; null where its owner did. */
    askedBy: z.string().nullable(),
    /** A code was asked for in this session: it can be typed here. */
    begun: z.boolean(),
    resendAt: timestampField,
    expiresAt: timestampField,
  })
  .meta({ id: 'IdentifierChange' });
export type IdentifierChange = z.infer<typeof identifierChangeSchema>;

/** What an administrator can do about the addresses of a member. */
export const memberIdentifierRoutes = {
  ask: route({
    method: 'POST',
    path: '/organizations/{org}/members/{id}/identifier-change',
    access: 'people.manage',
    proof: 'strong',
    summary: 'Enter another address or number for a member; it counts once they have proven it',
    params: z.object({ org: idField, id: idField }),
    body: z.strictObject({ identifier: identifierField }),
    status: 204,
    errors: ['PROOF-NEEDED', 'ROLE-TOO-HIGH', 'IDENTIFIER-YOURS', 'RATE-LIMITED'],
  }),
} as const;

const params = z.object({ id: idField });
const sending = ['PROOF-NEEDED', 'RATE-LIMITED', 'SEND-LIMIT'] as const;

/** What I am found by. */
export const identifierRoutes = {
  list: route({
    method: 'GET',
    path: '/session/identifiers',
    access: 'signed-in',
    summary: 'My addresses, numbers and user names, and changes that wait for their code',
    status: 200,
    response: z.object({
      items: z.array(identifierSchema),
      changes: z.array(identifierChangeSchema),
      /** What organizations have given me to sign in with, as it is typed: `name@short`. */
      usernames: z.array(z.object({ shown: z.string(), organizationName: z.string() })),
      /** Everything hangs on one number: another way in should be added. */
      oneNumber: z.boolean(),
    }),
  }),
  begin: route({
    method: 'POST',
    path: '/session/identifiers',
    access: 'signed-in',
    proof: 'strong',
    summary: 'Add an address or number, or put it in the place of another; a code goes there',
    body: z.strictObject({ identifier: identifierField, replaces: idField.optional() }),
    status: 201,
    response: identifierChangeSchema,
    errors: [...sending, 'IDENTIFIER-YOURS'],
    idempotent: true,
  }),
  makePrimary: route({
    method: 'POST',
    path: '/session/identifiers/{id}/primary',
    access: 'signed-in',
    proof: 'strong',
    summary: 'Make a proven one the primary one of its kind',
    params,
    status: 204,
    errors: ['PROOF-NEEDED'],
  }),
  remove: route({
    method: 'DELETE',
    path: '/session/identifiers/{id}',
    access: 'signed-in',
    proof: 'strong',
    summary: 'Remove one; the last way in stays',
    params,
    status: 204,
    errors: ['PROOF-NEEDED', 'LAST-IDENTIFIER'],
  }),
  sendCode: route({
    method: 'POST',
    path: '/session/identifier-changes/{id}/code',
    access: 'signed-in',
    proof: 'strong',
    summary: 'Send the code again; takes up a change that an administrator asked for',
    params,
    status: 200,
    response: identifierChangeSchema,
    errors: sending,
  }),
  confirm: route({
    method: 'POST',
    path: '/session/identifier-changes/{id}/confirm',
    access: 'signed-in',
    summary: 'Type the code: the address counts from now on, and the former one is told',
    params,
    body: z.strictObject({ code: codeField }),
    status: 204,
    errors: ['CODE-WRONG', 'CODE-EXPIRED', 'CODE-TOO-MANY', 'IDENTIFIER-TAKEN', 'RATE-LIMITED'],
  }),
  cancel: route({
    method: 'DELETE',
    path: '/session/identifier-changes/{id}',
    access: 'signed-in',
    summary: 'Give a change up',
    params,
    status: 204,
  }),
} as const;
