import { z } from 'zod';
import { codeField, idField, line, paragraph, timestampField } from './fields.ts';
import { route } from './route.ts';

/** What can be asked beside the first proof, strongest first. E-mail is never among them (NIST SP 800-63B-4 s. 3.1.3.1). */
export const FACTORS = ['totp', 'sms', 'recovery-code'] as const;
export type Factor = (typeof FACTORS)[number];
/** What can be set up on the way in. */
export const NEW_FACTORS = ['totp', 'sms'] as const;
export type NewFactor = (typeof NEW_FACTORS)[number];

/** What an authenticator app reads. `picture`: a QR code as SVG lines of width 1, the first at y 0, over a square of `size`. */
export const totpSetupSchema = z
  .object({ secret: z.string(), uri: z.string(), picture: z.object({ size: z.number().int(), path: z.string() }) })
  .meta({ id: 'TotpSetup' });
export type TotpSetup = z.infer<typeof totpSetupSchema>;

/** Steps of a flow that ask for a second factor, or set one up. */
export const factorSteps = [
  z.object({
    name: z.literal('second-factor'),
    /** Null where the account has a passkey alone. */
    factor: z.enum(FACTORS).nullable(),
    /** Others of this account, to change to. */
    others: z.array(z.enum(FACTORS)),
    canUsePasskey: z.boolean(),
    /** Masked: where a code by text message goes; sent by `choose-factor {factor: sms}`. Null where none can be. */
    smsTo: z.string().nullable(),
    /** Days for which this browser can be trusted; null where it cannot. */
    trustDays: z.number().int().nullable(),
    /** What helps somebody who has none of them any more. */
    recovery: z.object({
      /** An organization that could decide about a new start; null where there is none, or it is no time for it. */
      askable: z.string().nullable(),
      /** Who decides: nobody of the organization may about its only owner, then whoever runs the installation does. */
      decider: z.enum(['organization', 'operator']),
      /** `ready`: the step `finish-recovery` takes every second step away. */
      state: z.enum(['none', 'waiting', 'approved', 'ready']),
      /** Not before; null where nothing is under way. */
      readyAt: timestampField.nullable(),
    }),
  }),
  z.object({
    name: z.literal('add-factor'),
    factors: z.array(z.enum(NEW_FACTORS)),
    /** The number that text messages go to: a proven one, masked, or as it was typed here. Null where there is none yet. */
    smsTo: z.string().nullable(),
    /** A code went there, and is waited for. */
    smsSent: z.boolean(),
    /** Text messages were chosen, and a number is to be typed: `begin-factor {factor: sms, number}`. */
    asksNumber: z.boolean(),
    /** A number that is not proven yet can be typed here. */
    mayType: z.boolean(),
    /** The app's secret, while it is being set up: shown until its first code was typed, then never again. */
    totp: totpSetupSchema.nullable(),
    /** Who asks for it; null where it is the person's own wish. */
    organizationName: z.string().nullable(),
    canPostpone: z.boolean(),
  }),
  z.object({ name: z.literal('recovery-codes'), codes: z.array(z.string()) }),
] as const;

export const factorStepInputs = {
  'choose-factor': z.strictObject({ factor: z.enum(FACTORS) }),
  /** `method`: what the code is of; without it the one that the page shows. A passkey is the step `passkey`. */
  'second-factor': z.strictObject({
    method: z.enum(FACTORS).optional(),
    code: line(40, 1),
    trust: z.boolean().optional(),
  }),
  'begin-factor': z.strictObject({
    factor: z.enum(NEW_FACTORS),
    /** Of `sms`: a number as people write it, which a code goes to. Without it the proven one is taken. */
    number: line(40, 1).optional(),
  }),
  'add-factor': z.strictObject({ code: codeField }),
  'postpone-factor': z.strictObject({}),
  'ask-recovery': z.strictObject({ note: paragraph(300).optional() }),
  'finish-recovery': z.strictObject({}),
  'keep-codes': z.strictObject({}),
} as const;

/** What protects my account beside the password. */
export const factorsSchema = z
  .object({
    totp: z.object({ since: timestampField }).nullable(),
    /** A number that codes by text message go to as a second step: the weaker one. */
    sms: z.object({ since: timestampField, to: z.string() }).nullable(),
    /** False where an organization of mine does not take text messages. */
    smsAllowed: z.boolean(),
    /** How many are left; null where none were ever made. */
    recoveryCodes: z.number().int().nullable(),
    /** Browsers that are not asked for the second step. */
    trustedBrowsers: z.number().int(),
    /** An organization of mine makes a second step a must: the last one cannot be taken away. */
    required: z.boolean(),
  })
  .meta({ id: 'Factors' });
export type Factors = z.infer<typeof factorsSchema>;

const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
const base = '/session/factors';

/** My second factors; each change asks for a fresh proof (ASVS 7.5.1). */
export const factorRoutes = {
  get: route({
    method: 'GET',
    path: base,
    access: 'signed-in',
    summary: 'My second factors',
    status: 200,
    response: factorsSchema,
  }),
  beginTotp: route({
    method: 'POST',
    path: `${base}/totp`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Begin to set an authenticator app up; its secret stands in this answer only',
    status: 200,
    response: totpSetupSchema,
    errors: ['FACTOR-EXISTS', 'PROOF-NEEDED'],
  }),
  confirmTotp: route({
    method: 'POST',
    path: `${base}/totp/confirm`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Type the app’s first code: it is asked for from now on. Answers recovery codes, once',
    body: z.strictObject({ code: codeField }),
    status: 200,
    response: recoveryCodesSchema,
    errors: ['FACTOR-WRONG', 'PROOF-NEEDED', 'RATE-LIMITED'],
  }),
  removeTotp: route({
    method: 'DELETE',
    path: `${base}/totp`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Remove my authenticator app; every browser is asked again',
    status: 204,
    errors: ['FACTOR-REQUIRED', 'PROOF-NEEDED'],
  }),
  beginSms: route({
    method: 'POST',
    path: `${base}/sms`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Begin to make a proven number of mine a second step; a code goes there',
    body: z.strictObject({ identifier: idField }),
    status: 204,
    errors: ['FACTOR-EXISTS', 'SMS-FACTOR-ALONE', 'PROOF-NEEDED', 'SEND-LIMIT', 'RATE-LIMITED'],
  }),
  confirmSms: route({
    method: 'POST',
    path: `${base}/sms/confirm`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Type its code: it is asked for from now on. Answers recovery codes where there are none',
    body: z.strictObject({ code: codeField }),
    status: 200,
    response: recoveryCodesSchema,
    errors: ['CODE-WRONG', 'CODE-EXPIRED', 'CODE-TOO-MANY', 'PROOF-NEEDED', 'RATE-LIMITED'],
  }),
  removeSms: route({
    method: 'DELETE',
    path: `${base}/sms`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Remove the number as a second step; every browser is asked again',
    status: 204,
    errors: ['FACTOR-REQUIRED', 'PROOF-NEEDED'],
  }),
  makeRecoveryCodes: route({
    method: 'POST',
    path: `${base}/recovery-codes`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'New recovery codes in place of the ones before; they stand in this answer only',
    status: 200,
    response: recoveryCodesSchema,
    errors: ['PROOF-NEEDED'],
  }),
  distrust: route({
    method: 'DELETE',
    path: `${base}/trusted-browsers`,
    access: 'signed-in',
    summary: 'Ask every browser for the second step again',
    status: 204,
  }),
} as const;
