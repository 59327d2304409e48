import { z } from 'zod';
import { idField, line, timestampField } from './fields.ts';
import { route } from './route.ts';

const encoded = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+=*$/);

/** What browsers answer, as `toJSON()` of WebAuthn Level 3 writes it; what they add beside is not looked at. */
const credential = {
  id: encoded(1400),
  rawId: encoded(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

export const assertionSchema = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: encoded(4000),
      authenticatorData: encoded(4000),
      signature: encoded(8000),
      userHandle: encoded(200).nullish(),
    }),
  })
  .meta({ id: 'PasskeyAssertion' });
export type Assertion = z.infer<typeof assertionSchema>;

export const attestationSchema = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: encoded(4000),
      attestationObject: encoded(40_000),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  })
  .meta({ id: 'PasskeyAttestation' });
export type Attestation = z.infer<typeof attestationSchema>;

/** The options of `navigator.credentials`, in JSON; what is in them is the standard's business. */
export const passkeyOptionsSchema = z.record(z.string(), z.unknown()).meta({ id: 'PasskeyOptions' });

/** What a person calls one of theirs. */
const nameField = line(60, 1);

/** Steps of a flow that a passkey takes. */
export const passkeyStepInputs = {
  passkey: z.strictObject({ response: assertionSchema, trust: z.boolean().optional() }),
  'add-passkey': z.strictObject({ response: attestationSchema }),
} as const;

export const passkeySchema = z
  .object({
    id: idField,
    name: z.string(),
    /** It is kept by an account of its maker, and comes along to other devices. */
    synced: z.boolean(),
    createdAt: timestampField,
    lastUsedAt: timestampField.nullable(),
  })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof passkeySchema>;

const base = '/session/passkeys';
const params = z.object({ id: idField });

export const passkeyRoutes = {
  flowOptions: route({
    method: 'POST',
    path: '/flows/{id}/passkey-options',
    access: 'public',
    summary: 'A question to an authenticator for this flow: to sign in, or to register where a credential is set',
    params,
    body: z.strictObject({ purpose: z.enum(['sign-in', 'register']) }),
    status: 200,
    response: passkeyOptionsSchema,
    errors: ['FLOW-NOT-FOUND', 'FLOW-EXPIRED', 'FLOW-STEP-WRONG', 'RATE-LIMITED'],
  }),
  list: route({
    method: 'GET',
    path: base,
    access: 'signed-in',
    summary: 'My passkeys',
    status: 200,
    response: z.object({ items: z.array(passkeySchema), nextCursor: z.null() }),
  }),
  options: route({
    method: 'POST',
    path: `${base}/options`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'A question to an authenticator that is to be registered',
    status: 200,
    response: passkeyOptionsSchema,
    errors: ['PROOF-NEEDED'],
  }),
  add: route({
    method: 'POST',
    path: base,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Register a passkey',
    body: z.strictObject({ response: attestationSchema, name: nameField.optional() }),
    status: 201,
    response: passkeySchema,
    errors: ['PASSKEY-WRONG', 'PASSKEY-TAKEN', 'PROOF-NEEDED'],
  }),
  rename: route({
    method: 'PATCH',
    path: `${base}/{id}`,
    access: 'signed-in',
    summary: 'Call a passkey of mine something else',
    params,
    body: z.strictObject({ name: nameField }),
    status: 200,
    response: passkeySchema,
  }),
  remove: route({
    method: 'DELETE',
    path: `${base}/{id}`,
    access: 'signed-in',
    proof: 'strong',
    summary: 'Remove a passkey of mine; the last way in cannot be removed',
    params,
    status: 204,
    errors: ['LAST-CREDENTIAL', 'FACTOR-REQUIRED', 'PROOF-NEEDED'],
  }),
} as const;
