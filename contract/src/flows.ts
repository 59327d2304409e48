import { z } from 'zod';
import { companyDraftSchema, companyInputSchema } from './company.ts';
import { companyStepSchema, waitingStepSchema } from './company-steps.ts';
import { ERROR_STATUS, type ErrorCode } from './errors.ts';
import { factorStepInputs, factorSteps } from './factors.ts';
import {
  ADDRESS_KINDS,
  codeField,
  displayName,
  emailField,
  identifierField,
  idField,
  line,
  noteField,
  paragraph,
  passwordField,
  timestampField,
} from './fields.ts';
import { invitationSummarySchema } from './invitation-summary.ts';
import { localeSchema } from './locales.ts';
import { passkeyStepInputs } from './passkeys.ts';
import { route } from './route.ts';

/** Kinds that this release starts; `sign-up`, `activation`, `join`, `connect` follow. */
export const FLOW_KINDS = ['invitation', 'sign-in', 'confirm', 'recovery'] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** Ways to prove who one is that a choice can show. Others join with their own folder in `features/sign-in/methods`. */
export const METHODS = ['email-code', 'sms-code', 'password'] as const;
export type Method = (typeof METHODS)[number];

/** Why a person sets a password. */
export const PASSWORD_REASONS = ['first', 'forgotten', 'administrator', 'temporary', 'rotation'] as const;
export type PasswordReason = (typeof PASSWORD_REASONS)[number];

/** The step that comes next, with all that its page needs. */
export const flowStepSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('accept'), invitation: invitationSummarySchema }),
  z.object({
    name: z.literal('wrong-account'),
    invitation: invitationSummarySchema,
    /** The address of the account that is signed in here, as its owner wrote it. */
    signedInAs: z.string(),
    /** What the person may prove and keep beside their own: the invited address, the invited number. */
    addable: z.array(z.enum(ADDRESS_KINDS)),
  }),
  z.object({
    name: z.literal('choose-method'),
    to: z.string(),
    methods: z.array(
      z.object({
        method: z.enum(METHODS),
        /** Masked: where a code would go, or what the account with the password is found by. */
        to: z.string(),
      }),
    ),
    /** True where another account has the invited number: proving it here makes a new one, to which the number moves. */
    movesNumber: z.boolean(),
    /** A passkey is possible here: `passkey-options`, then the step `passkey`. */
    canUsePasskey: z.boolean(),
  }),
  z.object({ name: z.literal('identify'), canUsePasskey: z.boolean() }),
  z.object({
    name: z.literal('password'),
    identifier: z.string(),
    /** Ways that are offered beside the password. */
    otherMethods: z.array(z.enum(METHODS)),
    canUsePasskey: z.boolean(),
  }),
  z.object({
    name: z.literal('code'),
    channel: z.enum(['email', 'sms']),
    /** Masked: `w••••@urs.example`, `+48 512 •••• 78`. */
    to: z.string(),
    sentAt: timestampField.nullable(),
    expiresAt: timestampField.nullable(),
    /** When another code may be asked for. */
    resendAt: timestampField.nullable(),
    triesLeft: z.number().int(),
    sender: z.string(),
    /** Ways that may be taken instead. */
    otherMethods: z.array(z.enum(METHODS)),
    canUsePasskey: z.boolean(),
    /** State of the message that carries the code; null where it would tell whether there is an account. */
    delivery: z.enum(['queued', 'sending', 'sent', 'delivered', 'bounced', 'abandoned']).nullable(),
  }),
  /** A link to set a password was asked for: the same for every address, whoever has it and whoever nobody. */
  z.object({
    name: z.literal('link-sent'),
    /** As it was typed. */
    to: z.string(),
    channel: z.enum(['email', 'sms']),
    /** How long such a link lives. */
    minutes: z.number().int(),
    sender: z.string(),
  }),
  z.object({
    name: z.literal('set-password'),
    identifier: z.string(),
    /** Why one is asked for; `first`: the account has none. */
    reason: z.enum(PASSWORD_REASONS),
    minLength: z.number().int(),
    /** An organization wants a letter, a digit and another sign in it. */
    mixed: z.boolean(),
    /** "Later" is possible: the step `postpone-password`. */
    canPostpone: z.boolean(),
    /** A passkey can be registered in its place: `passkey-options`, then the step `add-passkey`. */
    canUsePasskey: z.boolean(),
    /** Words that the password may not contain, for the live rules. */
    contextWords: z.array(z.string()),
  }),
  ...factorSteps,
  z.object({
    name: z.literal('terms'),
    organizationName: z.string(),
    /** What the organization will see. */
    shares: z.array(z.enum(['name', 'email', 'phone', 'company', 'sign-in-times'])),
    version: z.string(),
    documents: z.array(
      z.object({
        kind: z.enum(['terms', 'privacy']),
        version: z.string(),
        url: z.string().nullable(),
        text: z.string().nullable(),
      }),
    ),
  }),
  z.object({ name: z.literal('profile'), suggestedName: z.string() }),
  companyStepSchema,
  waitingStepSchema,
  /** Nothing the person can do here, or only `request-link`. The reason is the flow's `problem`. */
  z.object({
    name: z.literal('stopped'),
    organizationName: z.string().nullable(),
    inviterName: z.string().nullable(),
    /** Masked target of a new link, or null where none can be had. */
    newLinkTo: z.string().nullable(),
  }),
  z.object({
    name: z.literal('done'),
    organizationName: z.string().nullable(),
    /** True where `enter` gives the session: somebody else let them in while they waited. */
    canEnter: z.boolean(),
  }),
]);
export type FlowStep = z.infer<typeof flowStepSchema>;
export type FlowStepName = FlowStep['name'];

const errorCodeSchema = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);

export const flowSchema = z
  .object({
    id: idField,
    kind: z.enum(FLOW_KINDS),
    state: z.enum(['open', 'done', 'stopped']),
    step: flowStepSchema,
    /** Place of this step among the person's own steps, from 1; null before and after them. */
    stepNumber: z.number().int().nullable(),
    stepCount: z.number().int().nullable(),
    expiresAt: timestampField,
    problem: z
      .object({ code: errorCodeSchema, params: z.record(z.string(), z.union([z.string(), z.number()])) })
      .optional(),
    /** What support finds this stop by, `GH-7K2M-4QXT`; for 30 days. Only where the person is held. */
    reference: z.string().optional(),
    redirectTo: z.string().optional(),
  })
  .meta({ id: 'Flow' });
export type Flow = z.infer<typeof flowSchema>;

export const startFlowSchema = z
  .strictObject({
    kind: z.enum(FLOW_KINDS),
    /** For `invitation`: the token of the link, or the typed code of the mail. For `recovery`: the token of its link. */
    token: z.string().min(1).max(200).optional(),
    /** For `confirm`: a code to the mailbox alone is not to be enough, as before a route whose proof is `strong`. */
    strong: z.literal(true).optional(),
    /** For `invitation`: the id of one that is waiting for a verified address of whoever is signed in. */
    invitation: idField.optional(),
    identifier: identifierField.optional(),
    organization: idField.optional(),
    /** For `sign-in` with a number: its password is asked for, and no code goes out. */
    method: z.enum(['password']).optional(),
    returnTo: z.string().max(2000).optional(),
    locale: localeSchema.optional(),
  })
  .meta({ id: 'StartFlow' });
export type StartFlow = z.infer<typeof startFlowSchema>;

/** Body of `POST /flows/{id}/{step}`, by step. */
export const stepInputs = {
  accept: z.strictObject({}),
  decline: z.strictObject({ reason: paragraph(500).optional() }),
  'switch-account': z.strictObject({}),
  'add-address': z.strictObject({ kind: z.enum(ADDRESS_KINDS).optional() }),
  identify: z.strictObject({ identifier: identifierField }),
  'choose-method': z.strictObject({ method: z.enum(METHODS) }),
  password: z.strictObject({ password: passwordField }),
  code: z.strictObject({ code: codeField }),
  /** Where a link was asked for: the code that an administrator has printed. */
  'printed-code': z.strictObject({ code: line(40, 1) }),
  'resend-code': z.strictObject({ channel: z.enum(['email', 'sms']).optional() }),
  'set-password': z.strictObject({ password: passwordField }),
  'postpone-password': z.strictObject({}),
  ...factorStepInputs,
  ...passkeyStepInputs,
  terms: z.strictObject({ accepted: z.literal(true), version: line(100, 1) }),
  profile: z.strictObject({ name: displayName() }),
  company: companyInputSchema,
  'save-company': companyDraftSchema,
  'join-company': z.strictObject({}),
  'note-approver': z.strictObject({ note: noteField.optional(), notify: z.boolean().optional() }),
  'withdraw-request': z.strictObject({}),
  enter: z.strictObject({}),
  'hand-over': z.strictObject({
    email: emailField,
    name: displayName().optional(),
    note: noteField.optional(),
    /** "I mean it", where the address is at another domain than the invited one. */
    otherDomain: z.boolean().optional(),
  }),
  'request-link': z.strictObject({}),
} as const;
export type StepInputs = typeof stepInputs;
export type StepName = keyof StepInputs;
export type StepInput<S extends StepName> = z.infer<StepInputs[S]>;

export const STEP_NAMES = Object.keys(stepInputs) as [StepName, ...StepName[]];

/** Answer of the register look-up beside the company form; never blocks. */
export const companyCheckSchema = z.object({
  duplicate: z.object({ name: z.string() }).nullable(),
  similar: z.array(z.string()),
});

export const flowRoutes = {
  start: route({
    method: 'POST',
    path: '/flows',
    access: 'public',
    summary: 'Begin a way in: open an invitation, sign in, or set a forgotten password anew',
    body: startFlowSchema,
    status: 201,
    response: flowSchema,
    errors: ['INV-NOT-FOUND', 'PASSWORD-LINK-ENDED'],
  }),
  get: route({
    method: 'GET',
    path: '/flows/{id}',
    access: 'public',
    summary: 'Where a flow stands; only for the browser or client that began it',
    params: z.object({ id: idField }),
    status: 200,
    response: flowSchema,
    errors: ['FLOW-NOT-FOUND'],
  }),
  checkCompany: route({
    method: 'POST',
    path: '/flows/{id}/check-company',
    access: 'public',
    summary: 'Look whether a company with this number exists; changes nothing',
    params: z.object({ id: idField }),
    body: z.strictObject({ country: line(2), registrationNumber: line(40), name: line(120).optional() }),
    status: 200,
    response: companyCheckSchema,
    errors: ['FLOW-NOT-FOUND', 'FLOW-STEP-WRONG'],
  }),
  submit: route({
    method: 'POST',
    path: '/flows/{id}/{step}',
    access: 'public',
    summary: 'Submit a step; the answer is the flow with its next step',
    params: z.object({ id: idField, step: z.string().max(40) }),
    body: z.record(z.string(), z.unknown()),
    status: 200,
    response: flowSchema,
    errors: [
      'FLOW-NOT-FOUND',
      'FLOW-EXPIRED',
      'FLOW-STEP-WRONG',
      'CODE-WRONG',
      'CODE-EXPIRED',
      'CODE-TOO-MANY',
      'SEND-LIMIT',
      'CRED-WRONG',
      'TERMS-CHANGED',
      'COMPANY-EXISTS',
      'HANDOVER-REFUSED',
      'HANDOVER-LIMIT',
      'PROOF-NEEDED',
    ],
  }),
} as const;
