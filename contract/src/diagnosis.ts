import { z } from 'zod';
import { problemCodeSchema } from './errors.ts';
import { fieldCode, idField, line, paragraph, timestampField } from './fields.ts';
import { FLOW_KINDS } from './flows.ts';
import { requirementNameSchema } from './invitations.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';

/** What stands in somebody's way, as one word; the sentence is `diagnosis.verdict.<code>`. */
export const VERDICTS = [
  'unknown',
  'cut-link',
  'no-reference',
  'server-error',
  'suppressed',
  'scheduled',
  'queued',
  'not-delivered',
  'bounced',
  'not-opened',
  'not-activated',
  'proving',
  'old-link',
  'no-cookies',
  'wrong-codes',
  'expired',
  'superseded',
  'revoked',
  'declined',
  'wrong-account',
  'unverified',
  'no-password',
  'no-second-factor',
  'lost-factor',
  'lost-factor-outside',
  'lost-factor-approved',
  'new-password',
  'terms',
  'profile',
  'company',
  'company-rejected',
  'company-gone',
  'waiting-company',
  'waiting',
  'waiting-elsewhere',
  'rejected',
  'account-disabled',
  'suspended',
  'removed',
  'organization-suspended',
  'seats-full',
  'one-press',
  'printed-code',
  'printed-code-over',
  'locked',
  'failing',
  'fine',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What can be done about it. */
export const FIX_ACTIONS = [
  'invite',
  'invite-again',
  'send-now',
  'resend',
  'resend-activation',
  'send-instructions',
  'correct-address',
  'approve',
  'approve-company',
  'decide-recovery',
  'restore-membership',
  'unlock',
  'open-invitation',
  'open-person',
  'open-people',
  'reset-password',
  'copy-help-link',
] as const;

const fixSchema = z.object({
  action: z.enum(FIX_ACTIONS),
  label: z.string(),
  /** With `GET` a page of the console or the door; else a route of this API, to be called with `body`. */
  href: z.string(),
  method: z.enum(['GET', 'POST']),
  body: z.record(z.string(), z.unknown()).optional(),
});
export type DiagnosisFix = z.infer<typeof fixSchema>;

/** The fourteen checks of ux.md s. 4.3 in order, and the steps of the way in. */
export const CHECKS = [
  'known',
  'listed',
  'delivered',
  'link',
  'account',
  'verified',
  'account-state',
  'method',
  'attempts',
  'route',
  'policy',
  'steps',
  'membership',
  'seat',
  'client',
] as const;

export const NEARNESSES = [
  'same-mailbox',
  'swapped',
  'one-letter',
  'top-level-domain',
  'domain',
  'digits-swapped',
  'one-digit',
  'name',
] as const;

/** Where somebody comes to a page: by the link of their message, where they have begun, when or after they sign in, or anywhere else. */
export const SEEN_AT = ['link', 'begun', 'sign-in', 'after-sign-in', 'elsewhere'] as const;

export const diagnosisSchema = z
  .object({
    identifier: z.string(),
    verdict: z.object({
      code: z.enum(VERDICTS),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      text: z.string(),
      tone: z.enum(['success', 'warning', 'danger', 'info']),
    }),
    /** The stopped page whose reference, or request, was given. */
    stop: z
      .object({
        reference: z.string(),
        error: problemCodeSchema,
        at: timestampField,
        requestId: z.string(),
        /** What the person saw, as a sentence. */
        text: z.string(),
      })
      .optional(),
    /** What stands in the way as well, and will when the first is gone. */
    also: z.array(z.object({ code: z.enum(VERDICTS), text: z.string() })),
    fix: fixSchema.optional(),
    /** Why nothing mends it from here: who can. */
    nobody: z.string().optional(),
    fixes: z.array(fixSchema),
    requirements: z.array(
      z.object({
        name: requirementNameSchema,
        state: z.enum(['met', 'unmet', 'blocked']),
        actor: z.string().nullable(),
        since: timestampField.optional(),
        remedies: z.array(z.string()),
      }),
    ),
    checks: z.array(
      z.object({
        name: z.enum(CHECKS),
        state: z.enum(['ok', 'problem', 'not-applicable']),
        title: z.string(),
        evidence: z.string(),
        /** Page of the console that shows more. */
        href: z.string().optional(),
      }),
    ),
    nearMatches: z.array(
      z.object({ identifier: z.string(), name: z.string().nullable(), nearness: z.enum(NEARNESSES), why: z.string() }),
    ),
    /** The page that they would come to now, and where; absent where nothing has reached them that leads to one. */
    seenByThem: z
      .object({ flow: z.enum(FLOW_KINDS), step: z.string(), text: z.string(), at: z.enum(SEEN_AT), where: z.string() })
      .optional(),
    /** The whole as plain text, for a ticket: no secret is in it. */
    report: z.string(),
  })
  .meta({ id: 'Diagnosis' });
export type Diagnosis = z.infer<typeof diagnosisSchema>;

export const diagnosisRoutes = {
  get: route({
    method: 'GET',
    path: '/organizations/{org}/diagnosis',
    access: 'diagnosis.read',
    summary:
      'Why somebody cannot get in, by address, name, invitation, link, typed code or the reference of a stopped page; recorded in the audit log',
    params: z.object({ org: idField }),
    /** `lang`: the language of the answer, where it is not the caller's own. */
    query: z.object({ identifier: line(400, 1), lang: localeSchema.optional() }),
    status: 200,
    response: diagnosisSchema,
  }),
  instruct: route({
    method: 'POST',
    path: '/organizations/{org}/diagnosis/instructions',
    access: 'diagnosis.read',
    summary: 'Tell somebody in their language what is missing and what comes next; only to their own address',
    params: z.object({ org: idField }),
    body: z.strictObject({ identifier: line(400, 1) }),
    status: 200,
    response: z.object({ to: z.string(), channel: z.enum(['email', 'sms']) }),
    errors: ['CONFLICT', 'INV-BOUNCED', 'INV-SUPPRESSED', 'INV-RESEND-LIMIT', 'INV-CAP', 'SEATS-FULL'],
  }),
  unlock: route({
    method: 'POST',
    path: '/organizations/{org}/diagnosis/unlock',
    access: 'people.assist',
    summary: 'Let a member try passwords again after failed tries held them',
    params: z.object({ org: idField }),
    body: z.strictObject({ identifier: line(400, 1) }),
    status: 200,
    response: z.object({ unlocked: z.literal(true) }),
  }),
  /** With a body, so that a link or a code stands in no address, no history and no log of a proxy. */
  look: route({
    method: 'POST',
    path: '/organizations/{org}/diagnosis',
    access: 'diagnosis.read',
    summary: 'The same, for an identifier that is a secret: a link or a typed code',
    params: z.object({ org: idField }),
    body: z.strictObject({
      identifier: paragraph(2000).refine((text) => text !== '', { message: fieldCode('FIELD-REQUIRED') }),
      lang: localeSchema.optional(),
    }),
    status: 200,
    response: diagnosisSchema,
  }),
} as const;
