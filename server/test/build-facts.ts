import { INVITATION_STATES } from '@gatehouse/contract/invitations';
import fc from 'fast-check';
import type {
  AccountFact,
  AdmissionPolicy,
  DeliveryFact,
  FactorsFact,
  Facts,
  FlowFact,
  InvitationFact,
} from '../src/features/admission/domain/facts.ts';
import { after, DAY, HOUR } from '../src/kernel/clock.ts';

/** The present of every test of admission. */
export const NOW = new Date('2026-03-02T09:00:00Z');
const EARLIER = after(NOW, -DAY);

export const POLICY: AdmissionPolicy = {
  selfServiceRenewal: true,
  addAddress: true,
  passwordRequired: true,
  passwordDays: 0,
  firstPassword: 'asked',
  secondFactor: 'off',
};

export function buildInvitationFact(over: Partial<InvitationFact> = {}): InvitationFact {
  return {
    kind: 'company',
    state: 'sent',
    endsAt: after(NOW, 6 * DAY),
    createdAt: EARLIER,
    endedAt: null,
    acceptedBy: null,
    hasName: true,
    secretDead: false,
    organizationState: 'active',
    delivery: { channel: 'email', state: 'sent', at: EARLIER, response: '250 ok' },
    ...over,
  };
}

export function buildFlowFact(over: Partial<FlowFact> = {}): FlowFact {
  return {
    createdAt: after(NOW, -HOUR),
    acceptedAt: null,
    method: null,
    accountId: null,
    addressProvenAt: null,
    authenticatedAt: null,
    authenticatedBy: [],
    passwordPostponedAt: null,
    factor: null,
    secondFactorAt: null,
    factorPostponedAt: null,
    showsCodes: false,
    trustedUntil: null,
    addingAddress: false,
    ...over,
  };
}

export const NO_FACTORS: FactorsFact = { totpAt: null, smsAt: null, passkeys: 0, recoveryCodes: 0 };

export function buildAccountFact(over: Partial<AccountFact> = {}): AccountFact {
  return {
    id: 'acc_invited',
    state: 'active',
    name: 'Willy Wu',
    createdAt: EARLIER,
    passwordSetAt: EARLIER,
    passwordDue: null,
    addressVerifiedAt: EARLIER,
    factors: NO_FACTORS,
    ...over,
  };
}

/** A company's invitation that was just opened: a flow, and nothing known of anybody. */
export function buildFacts(over: Partial<Facts> = {}): Facts {
  return {
    kind: 'invitation',
    invitation: buildInvitationFact(),
    flow: buildFlowFact(),
    session: null,
    account: null,
    addresses: [{ kind: 'email', ownerId: null }],
    addressOwner: null,
    terms: { version: '1', acceptedAt: null },
    company: null,
    joinRequest: null,
    approval: null,
    membership: null,
    ...over,
  };
}

/** Somebody who came in by a company's invitation. */
export function buildFactsOfMember(): Facts {
  return buildFacts({
    invitation: buildInvitationFact({ state: 'accepted', acceptedBy: 'acc_invited', endedAt: NOW }),
    flow: buildFlowFact({ acceptedAt: NOW, authenticatedAt: NOW, accountId: 'acc_invited' }),
    account: buildAccountFact(),
    addressOwner: { id: 'acc_invited', hasPassword: true },
    terms: { version: '1', acceptedAt: NOW },
    company: { createdAt: NOW },
    membership: { state: 'active', since: NOW },
  });
}

const when = fc.constantFrom(after(NOW, -30 * DAY), EARLIER, after(NOW, -HOUR));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** The invited person, or somebody else who uses the same browser. */
const whose = fc.constantFrom('acc_invited', 'acc_other');

const invitationFact: fc.Arbitrary<InvitationFact> = fc.record({
  kind: fc.constantFrom('company', 'member'),
  state: fc.constantFrom(...INVITATION_STATES),
  endsAt: fc.constantFrom(EARLIER, NOW, after(NOW, 1), after(NOW, DAY)),
  createdAt: when,
  endedAt: maybe(when),
  acceptedBy: maybe(whose),
  hasName: fc.boolean(),
  added: fc.boolean(),
  secretDead: fc.boolean(),
  organizationState: fc.constantFrom('active', 'suspended', 'deleted'),
  delivery: maybe(
    fc.record({
      channel: fc.constantFrom('email', 'sms'),
      state: fc.constantFrom<DeliveryFact['state'][]>('queued', 'sending', 'sent', 'delivered', 'bounced', 'abandoned'),
      at: when,
      response: fc.constant(null),
    }),
  ),
});

const flowFact: fc.Arbitrary<FlowFact> = fc.record({
  createdAt: when,
  acceptedAt: maybe(when),
  method: fc.constantFrom('password', 'email-code', 'sms-code', null),
  accountId: maybe(whose),
  addressProvenAt: maybe(when),
  authenticatedAt: maybe(when),
  authenticatedBy: fc.subarray(['password', 'email-code', 'passkey']),
  passwordPostponedAt: maybe(when),
  factor: fc.constantFrom('totp', 'recovery-code', null),
  secondFactorAt: maybe(when),
  factorPostponedAt: maybe(when),
  showsCodes: fc.boolean(),
  trustedUntil: fc.constantFrom(null, EARLIER, after(NOW, DAY)),
  addingAddress: fc.boolean(),
});

export const accountFact: fc.Arbitrary<AccountFact> = fc.record({
  id: whose,
  state: fc.constantFrom('pending', 'active', 'disabled', 'deleted'),
  name: fc.constantFrom('', 'Willy Wu'),
  createdAt: when,
  passwordSetAt: maybe(when),
  passwordDue: maybe(fc.record({ at: when, by: fc.constantFrom('administrator', 'temporary') })),
  addressVerifiedAt: maybe(when),
  factors: fc.record({
    totpAt: maybe(when),
    smsAt: maybe(when),
    passkeys: fc.constantFrom(0, 1),
    recoveryCodes: fc.constantFrom(0, 9),
  }),
});

/** Any facts at all, whether or not they could come together; an invitation's flow has its invitation. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    invitation: maybe(invitationFact),
    flow: maybe(flowFact),
    session: maybe(fc.record({ accountId: whose, signedInAt: when })),
    account: maybe(accountFact),
    addresses: fc.uniqueArray(fc.record({ kind: fc.constantFrom('email', 'phone'), ownerId: maybe(whose) }), {
      selector: ({ kind }) => kind,
      minLength: 1,
      maxLength: 2,
    }),
    addressOwner: maybe(fc.record({ id: whose, hasPassword: fc.boolean() })),
    terms: maybe(fc.record({ version: fc.constant('1'), acceptedAt: maybe(when) })),
    company: maybe(fc.record({ createdAt: when })),
    joinRequest: maybe(
      fc.record({ state: fc.constantFrom('requested', 'approved', 'rejected', 'withdrawn'), at: when }),
    ),
    approval: maybe(
      fc.record({
        state: fc.constantFrom('waiting', 'approved', 'rejected', 'withdrawn'),
        at: when,
        decidedAt: maybe(when),
      }),
    ),
    membership: maybe(fc.record({ state: fc.constantFrom('active', 'suspended', 'removed'), since: when })),
  })
  .map((facts) => ({ ...facts, kind: facts.invitation ? 'invitation' : 'sign-in' }));

/** Somebody who is in, with a few of the facts replaced by any others: what is hardest to tell from being in. */
export const nearlyIn: fc.Arbitrary<Facts> = fc
  .record({ any: anyFacts, keys: fc.subarray(Object.keys(buildFacts()) as (keyof Facts)[], { maxLength: 3 }) })
  .map(({ any, keys }) => {
    const replaced = Object.fromEntries(keys.map((key) => [key, any[key]]));
    const facts = { ...buildFactsOfMember(), ...replaced };
    return { ...facts, kind: facts.invitation ? 'invitation' : 'sign-in' };
  });

export const anyPolicy: fc.Arbitrary<AdmissionPolicy> = fc.record({
  selfServiceRenewal: fc.boolean(),
  addAddress: fc.boolean(),
  passwordRequired: fc.boolean(),
  passwordDays: fc.constantFrom(0, 1, 90),
  firstPassword: fc.constantFrom('asked', 'required'),
  secondFactor: fc.constantFrom('off', 'asked', 'required'),
});
