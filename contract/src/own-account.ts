import { z } from 'zod';
import { idField, timestampField } from './fields.ts';
import { deliverySchema } from './invitations.ts';
import { listOf, listQuery } from './lists.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';
import { signInEventSchema } from './sign-in-events.ts';

/** Days between the wish to be deleted and the deletion. */
export const DELETION_DAYS = 7;

export const ownSignInSchema = signInEventSchema.pick({
  id: true,
  at: true,
  identifier: true,
  method: true,
  methods: true,
  result: true,
  reason: true,
  ip: true,
  userAgent: true,
});
export type OwnSignIn = z.infer<typeof ownSignInSchema>;

/** What happened to an account that its owner is told of (M08, S14). */
export const SECURITY_NOTICES = [
  'new-sign-in',
  'risky-sign-in',
  'second-step-failed',
  'sign-in-locked',
  'account-secured',
  'password-changed',
  'password-set',
  'password-reset',
  'address-added',
  'number-added',
  'number-moved',
  'factor-added',
  'factor-removed',
  'passkey-added',
  'passkey-removed',
  'recovery-code-used',
  'recovery-codes-made',
] as const;

/** What a message about my account was about. */
export const OWN_NOTICES = [
  ...SECURITY_NOTICES,
  'password-link',
  'temporary-password',
  'address-changed',
  'change-asked',
  'recovery-asked',
  'recovery-approved',
  'recovery-rejected',
  'recovery-done',
  'data-ready',
  'deletion-asked',
  'deletion-stopped',
  'deleted',
] as const;

export const ownNoticeSchema = deliverySchema
  .pick({ channel: true, state: true, at: true })
  .extend({
    id: idField,
    about: z.enum(OWN_NOTICES),
    /** The address or number that it went to, masked. */
    to: z.string(),
  })
  .meta({ id: 'OwnNotice' });
export type OwnNotice = z.infer<typeof ownNoticeSchema>;

export const ownConsentSchema = z
  .object({
    id: idField,
    organization: z.string(),
    version: z.string(),
    locale: z.string(),
    at: timestampField,
    /** Where the texts are; null: those of this installation. */
    termsUrl: z.string().nullable(),
    privacyUrl: z.string().nullable(),
  })
  .meta({ id: 'OwnConsent' });
export type OwnConsent = z.infer<typeof ownConsentSchema>;

export const ownDataSchema = z
  .object({
    state: z.enum(['writing', 'ready']),
    askedAt: timestampField,
    /** Until then it can be taken; null while it is written. */
    until: timestampField.nullable(),
  })
  .meta({ id: 'OwnData' });

export const deletionSchema = z
  .object({
    /** What becomes of my places. */
    organizations: z.array(
      z.object({
        id: idField,
        name: z.string(),
        roles: z.array(roleSchema),
        /** Nobody else could run it: an account that is the last owner anywhere is not deleted. */
        lastOwner: z.boolean(),
      }),
    ),
    days: z.number().int(),
  })
  .meta({ id: 'Deletion' });
export type Deletion = z.infer<typeof deletionSchema>;

/** What is known of me, and its end. */
export const ownAccountRoutes = {
  signIns: route({
    method: 'GET',
    path: '/session/sign-ins',
    access: 'signed-in',
    summary: 'My own tries to sign in, newest first',
    query: z.object(listQuery),
    status: 200,
    response: listOf(ownSignInSchema),
  }),
  notices: route({
    method: 'GET',
    path: '/session/notices',
    access: 'signed-in',
    summary:
      'What was sent about my account, newest first: when, where to and by which channel, never what stood in it',
    query: z.object(listQuery),
    status: 200,
    response: listOf(ownNoticeSchema),
  }),
  consents: route({
    method: 'GET',
    path: '/session/consents',
    access: 'signed-in',
    summary: 'What I agreed to, and when',
    status: 200,
    response: z.object({ items: z.array(ownConsentSchema), nextCursor: z.null() }),
  }),
  data: route({
    method: 'GET',
    path: '/session/data',
    access: 'signed-in',
    summary: 'Whether a file with my data is written, and until when it can be taken',
    status: 200,
    response: z.object({ file: ownDataSchema.nullable() }),
  }),
  askForData: route({
    method: 'POST',
    path: '/session/data',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Write everything about me into a file; a mail says when it is there',
    status: 202,
    response: ownDataSchema,
    errors: ['PROOF-NEEDED', 'RATE-LIMITED'],
  }),
  takeData: route({
    method: 'GET',
    path: '/session/data/file',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'The file with my data, a ZIP archive: JSON for programs, HTML for people',
    status: 200,
    text: 'application/zip',
    errors: ['PROOF-NEEDED', 'EXPORT-GONE'],
  }),
  deletion: route({
    method: 'GET',
    path: '/session/deletion',
    access: 'signed-in',
    summary: 'What deleting my account would do',
    status: 200,
    response: deletionSchema,
  }),
  askForDeletion: route({
    method: 'POST',
    path: '/session/deletion',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Delete my account after a waiting time; every device is signed out, and signing in again keeps it',
    status: 200,
    response: z.object({ dueAt: timestampField }),
    errors: ['PROOF-NEEDED', 'LAST-OWNER'],
  }),
} as const;
