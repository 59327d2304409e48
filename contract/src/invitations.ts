import { z } from 'zod';
import { companyDraftSchema } from './company.ts';
import {
  displayName,
  emailField,
  fieldCode,
  idField,
  noteField,
  phoneField,
  timestampField,
  wholeNumber,
} from './fields.ts';
import { localeSchema } from './locales.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';

export const INVITATION_KINDS = ['company', 'member'] as const;
export type InvitationKind = (typeof INVITATION_KINDS)[number];

/** ux.md s. 1.2. `queued` to `consented` are live, the rest are ends. Decided at read: `expired` needs no job. */
export const INVITATION_STATES = [
  'queued',
  'sent',
  'delivered',
  'bounced',
  'opened',
  'proving',
  'proven',
  'consented',
  'accepted',
  'declined',
  'expired',
  'revoked',
  'superseded',
] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];
export const invitationStateSchema = z.enum(INVITATION_STATES);

/** The requirement that holds an invited person, or null when nothing does (ended or in). */
export const REQUIREMENT_NAMES = [
  'invitation-live',
  'message-delivered',
  'identity-proven',
  'idp-approved',
  'address-verified',
  'address-matches',
  'credential-set',
  'second-factor',
  'new-password',
  'terms-accepted',
  'profile-complete',
  'company-created',
  'approved',
  'account-active',
  'membership-active',
  'seat-available',
  'subscription-live',
  'client-allowed',
] as const;
export type RequirementName = (typeof REQUIREMENT_NAMES)[number];
export const requirementNameSchema = z.enum(REQUIREMENT_NAMES);

/** Of a text message: `overdue` after a minute without one. */
export const RECEIPTS = ['awaited', 'overdue', 'received'] as const;
export type Receipt = (typeof RECEIPTS)[number];

export const deliverySchema = z.object({
  channel: z.enum(['email', 'sms']),
  to: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'delivered', 'bounced', 'abandoned']),
  /** The mail server's or the gateway's own words. */
  response: z.string().nullable(),
  /** Whether a text message was confirmed; null: it is a mail, has not left, or the gateway confirms nothing. */
  receipt: z.enum(RECEIPTS).nullable(),
  at: timestampField,
});

export const timelineEventSchema = z.object({
  at: timestampField,
  event: z.string(),
  actor: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const invitationSchema = z
  .object({
    id: idField,
    kind: z.enum(INVITATION_KINDS),
    /** Added by an administrator: signing in with a code is enough, nothing has to be accepted. */
    added: z.boolean(),
    /** What is kept for whoever was added, and becomes theirs with their first sign-in; null once the name is free again. */
    username: z.string().nullable(),
    state: invitationStateSchema,
    /** One of both, or both. `phone` is E.164; `phoneShown` the same for people to read. */
    to: z.object({
      email: z.string().nullable(),
      phone: z.string().nullable(),
      phoneShown: z.string().nullable(),
    }),
    name: z.string().nullable(),
    locale: localeSchema.nullable(),
    roles: z.array(roleSchema),
    note: z.string().nullable(),
    company: companyDraftSchema.nullable(),
    invitedBy: z.object({ id: idField, name: z.string() }).nullable(),
    createdAt: timestampField,
    /** Of its state, its address or its end. */
    changedAt: timestampField,
    expiresAt: timestampField,
    /** When it is to leave: nothing has been sent yet, and its time counts from then on. Null once it has left, and where it left at once. */
    sendAt: timestampField.nullable(),
    stoppedAt: requirementNameSchema.nullable(),
    /** Whoever has one of its addresses asked this organization not to invite them again, or called its mail unwanted: nothing is sent there. */
    suppressed: z.boolean(),
    /** Set once accepted: the company that was created or joined. */
    acceptedOrganization: z.object({ id: idField, name: z.string() }).nullable(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationDetailSchema = invitationSchema
  .extend({
    timeline: z.array(timelineEventSchema),
    deliveries: z.array(deliverySchema),
  })
  .meta({ id: 'InvitationDetail' });
export type InvitationDetail = z.infer<typeof invitationDetailSchema>;

export const createInvitationSchema = z
  .strictObject({
    kind: z.enum(INVITATION_KINDS),
    /** One of both, or both. A number without `+` is read as one of the organization's country. */
    to: z
      .strictObject({ email: emailField.optional(), phone: phoneField.optional() })
      .refine(({ email, phone }) => email !== undefined || phone !== undefined, {
        path: ['email'],
        message: fieldCode('ADDRESS-REQUIRED'),
      }),
    name: displayName().optional(),
    locale: localeSchema.optional(),
    /** Only for `member`; default `["member"]`. Whoever creates a company becomes its owner. */
    roles: z.array(roleSchema).min(1).max(4).optional(),
    note: noteField.optional(),
    expiresInDays: wholeNumber(1, 30).optional(),
    /** When it is to leave, 90 days from now at the latest; at once where nothing is said. Its time counts from then on. */
    sendAt: timestampField.optional(),
    /** Only for `company`: what the seller already knows. */
    company: companyDraftSchema.optional(),
  })
  .meta({ id: 'CreateInvitation' });
export type CreateInvitation = z.infer<typeof createInvitationSchema>;

export const correctInvitationSchema = z
  .strictObject({ to: createInvitationSchema.shape.to, name: displayName().optional() })
  .meta({ id: 'CorrectInvitation' });
export type CorrectInvitation = z.infer<typeof correctInvitationSchema>;

/** An invitation leaves this many days from now at the latest. */
export const MOST_DAYS_ASIDE = 90;

/** An invitation never ends later than this many days from now, or from when it is to leave. */
export const MOST_DAYS_AHEAD = 60;

const organizationParams = z.object({ org: idField });
const invitationParams = z.object({ org: idField, id: idField });
const base = '/organizations/{org}/invitations';

export const invitationRoutes = {
  create: route({
    method: 'POST',
    path: base,
    access: 'invitations.create',
    summary: 'Invite somebody by e-mail, by text message, or by both',
    params: organizationParams,
    body: createInvitationSchema,
    status: 201,
    response: invitationSchema,
    errors: [
      'SEATS-FULL',
      'INV-ALREADY-INVITED',
      'INV-ALREADY-MEMBER',
      'INV-SUPPRESSED',
      'INV-ROLE-TOO-HIGH',
      'INV-CAP',
      'EMAIL-INVALID',
    ],
    idempotent: true,
  }),
  get: route({
    method: 'GET',
    path: `${base}/{id}`,
    access: 'invitations.read',
    summary: 'One invitation with its timeline and deliveries',
    params: invitationParams,
    status: 200,
    response: invitationDetailSchema,
  }),
  resend: route({
    method: 'POST',
    path: `${base}/{id}/resend`,
    access: 'invitations.resend',
    summary: 'Send the invitation again; earlier links stay good, the end date moves',
    params: invitationParams,
    status: 200,
    response: invitationSchema,
    errors: [
      'INV-NOT-OPEN',
      'INV-RESEND-LIMIT',
      'INV-BOUNCED',
      'INV-SUPPRESSED',
      'INV-ALREADY-INVITED',
      'INV-SCHEDULED',
      'INV-CAP',
      'SEATS-FULL',
    ],
  }),
  sendNow: route({
    method: 'POST',
    path: `${base}/{id}/send-now`,
    access: 'invitations.resend',
    summary: 'Send an invitation now that was to leave later; its time counts from now',
    params: invitationParams,
    status: 200,
    response: invitationSchema,
    errors: ['INV-NOT-OPEN', 'INV-LEFT', 'INV-ALREADY-MEMBER', 'INV-SUPPRESSED', 'INV-CAP'],
  }),
  reschedule: route({
    method: 'POST',
    path: `${base}/{id}/reschedule`,
    access: 'invitations.resend',
    summary: 'Let an invitation that has not left yet leave at another time',
    params: invitationParams,
    body: z.strictObject({ sendAt: timestampField }),
    status: 200,
    response: invitationSchema,
    errors: ['INV-NOT-OPEN', 'INV-LEFT', 'INV-CAP'],
  }),
  revoke: route({
    method: 'POST',
    path: `${base}/{id}/revoke`,
    access: 'invitations.revoke',
    summary: 'Withdraw the invitation; every link of it dies',
    params: invitationParams,
    status: 200,
    response: invitationSchema,
    errors: ['INV-NOT-OPEN'],
  }),
  correct: route({
    method: 'POST',
    path: `${base}/{id}/correct`,
    access: 'invitations.correct',
    summary: 'Move the invitation to another address or number; every earlier link of it dies',
    params: invitationParams,
    body: correctInvitationSchema,
    status: 200,
    response: invitationSchema,
    errors: ['INV-NOT-OPEN', 'INV-ALREADY-MEMBER', 'INV-ALREADY-INVITED', 'INV-SUPPRESSED', 'INV-CAP', 'SEATS-FULL'],
  }),
  extend: route({
    method: 'POST',
    path: `${base}/{id}/extend`,
    access: 'invitations.resend',
    summary: 'Move the end date on; no message is sent',
    params: invitationParams,
    body: z.strictObject({ days: wholeNumber(1, 30) }),
    status: 200,
    response: invitationSchema,
    errors: ['INV-NOT-OPEN', 'INV-EXTEND-LIMIT', 'SEATS-FULL'],
  }),
  link: route({
    method: 'POST',
    path: `${base}/{id}/link`,
    access: 'invitations.link',
    summary: 'A fresh link to hand over in another way; this answer is the only place where it stands',
    params: invitationParams,
    status: 200,
    response: z.object({ url: z.string(), expiresAt: timestampField }),
    errors: ['INV-NOT-OPEN', 'INV-RESEND-LIMIT'],
  }),
} as const;
