import { assess } from '../server/src/features/admission/domain/assess.ts';
import type {
  AdmissionPolicy,
  Facts,
  FlowFact,
  InvitationFact,
} from '../server/src/features/admission/domain/facts.ts';
import { nextStep } from '../server/src/features/admission/domain/flow-steps.ts';
import { firstOpen } from '../server/src/features/admission/domain/requirement.ts';

/** One page that a person sees on the way, and the requirement that it meets. */
export type Station = { readonly step: string; readonly requirement: string };
export type Walk = { readonly title: string; readonly stations: readonly Station[] };

const NOW = new Date('2026-01-01T00:00:00Z');
const BEFORE = new Date('2025-12-01T00:00:00Z');
const LATER = new Date('2026-02-01T00:00:00Z');
const POLICY: AdmissionPolicy = {
  selfServiceRenewal: true,
  addAddress: true,
  passwordRequired: true,
  passwordDays: 0,
  firstPassword: 'asked',
  secondFactor: 'off',
};

const FLOW: FlowFact = {
  createdAt: NOW,
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
};

const INVITATION: InvitationFact = {
  kind: 'company',
  state: 'sent',
  endsAt: LATER,
  createdAt: NOW,
  endedAt: null,
  acceptedBy: null,
  hasName: false,
  secretDead: false,
  organizationState: 'active',
  delivery: { channel: 'email', state: 'sent', at: NOW, response: null },
};

const STRANGER: Facts = {
  kind: 'invitation',
  invitation: INVITATION,
  flow: FLOW,
  session: null,
  account: null,
  addresses: [{ kind: 'email', ownerId: null }],
  addressOwner: null,
  terms: { version: '1', acceptedAt: null },
  company: null,
  joinRequest: null,
  approval: null,
  membership: null,
};

const ACCOUNT = {
  id: 'acc_known',
  state: 'active',
  name: 'Known',
  createdAt: NOW,
  passwordSetAt: NOW,
  passwordDue: null,
  addressVerifiedAt: NOW,
  factors: { totpAt: null, smsAt: null, passkeys: 0, recoveryCodes: 0 },
} as const;

const WITH_APP = { ...ACCOUNT, factors: { ...ACCOUNT.factors, totpAt: NOW, recoveryCodes: 10 } };

const KNOWN: Facts = { ...STRANGER, account: ACCOUNT, addressOwner: { id: ACCOUNT.id, hasPassword: true } };
const BOTH = [
  { kind: 'email', ownerId: null },
  { kind: 'phone', ownerId: null },
] as const;
const FOR_MEMBER = { ...INVITATION, kind: 'member' } as const;

/** Who begins, under which policy, and what pages leave behind there that they do not elsewhere. */
type Start = readonly [title: string, facts: Facts, policy?: Partial<AdmissionPolicy>, effects?: Effects];
const STARTS: readonly Start[] = [
  ['Somebody new creates a company', STRANGER],
  [
    'Somebody new creates a company that the inviting organization approves',
    STRANGER,
    {},
    { company: () => ({ approval: { state: 'waiting', at: NOW, decidedAt: null } }) },
  ],
  ['Somebody new joins as a member', { ...STRANGER, invitation: FOR_MEMBER }],
  [
    'Somebody new who was invited by e-mail and by phone joins as a member',
    { ...STRANGER, invitation: FOR_MEMBER, addresses: BOTH },
    {},
    { 'choose-method': ({ flow }) => ({ flow: flow && { ...flow, method: 'sms-code' } }) },
  ],
  ['Somebody with an account creates another company', KNOWN],
  [
    'Somebody who is signed in here joins as a member',
    { ...KNOWN, invitation: FOR_MEMBER, session: { accountId: ACCOUNT.id, signedInAt: NOW } },
  ],
  [
    'Somebody else is signed in here',
    { ...STRANGER, invitation: FOR_MEMBER, session: { accountId: 'acc_other', signedInAt: NOW } },
  ],
  [
    'Signing in, after the terms have changed',
    {
      ...KNOWN,
      kind: 'sign-in',
      invitation: null,
      account: null,
      addressOwner: null,
      addresses: [],
      flow: { ...FLOW, acceptedAt: NOW },
    },
  ],
  [
    'Somebody new joins where a second step is required',
    { ...STRANGER, invitation: FOR_MEMBER },
    { secondFactor: 'required' },
  ],
  [
    'Proving it anew, with an authenticator app',
    {
      ...KNOWN,
      kind: 'confirm',
      invitation: null,
      account: WITH_APP,
      terms: null,
      flow: { ...FLOW, accountId: ACCOUNT.id },
    },
  ],
  [
    'Signing in by phone number',
    {
      ...KNOWN,
      kind: 'sign-in',
      invitation: null,
      account: null,
      addressOwner: null,
      addresses: [],
      terms: null,
      flow: { ...FLOW, acceptedAt: NOW },
    },
    {},
    { identify: ({ flow }) => ({ flow: flow && { ...flow, method: 'sms-code' } }) },
  ],
  [
    'Somebody who forgot their password pressed the link, and has an authenticator app',
    {
      ...KNOWN,
      kind: 'recovery',
      invitation: null,
      account: { ...WITH_APP, passwordSetAt: BEFORE },
      terms: null,
      flow: { ...FLOW, accountId: ACCOUNT.id, authenticatedAt: NOW, authenticatedBy: ['email-link'] },
    },
  ],
  [
    'Signing in after an administrator asked for a new password',
    {
      ...KNOWN,
      kind: 'sign-in',
      invitation: null,
      account: null,
      addressOwner: null,
      addresses: [],
      terms: null,
      flow: { ...FLOW, acceptedAt: NOW },
    },
    {},
    {
      password: ({ flow }) => ({
        account: { ...ACCOUNT, passwordDue: { at: NOW, by: 'administrator' } },
        flow: flow && { ...flow, accountId: ACCOUNT.id, ...authenticated(flow, 'password') },
      }),
    },
  ],
];

function authenticated({ authenticatedBy }: FlowFact, way: string) {
  return { authenticatedAt: NOW, authenticatedBy: [...authenticatedBy, way] };
}

type Effects = Readonly<Record<string, (facts: Facts) => Partial<Facts>>>;

/** What each page leaves behind when its person does what it asks, or whoever decides does. */
const EFFECTS: Effects = {
  accept: ({ flow }) => ({ flow: flow && { ...flow, acceptedAt: NOW } }),
  'wrong-account': () => ({ session: null }),
  identify: ({ flow }) => ({ flow: flow && { ...flow, method: 'password' } }),
  'choose-method': ({ flow }) => ({ flow: flow && { ...flow, method: 'password' } }),
  password: ({ flow, account }) => ({
    account: account ?? ACCOUNT,
    flow: flow && { ...flow, accountId: ACCOUNT.id, ...authenticated(flow, 'password') },
  }),
  code: ({ flow, account }) => ({
    account: account ?? { ...ACCOUNT, state: 'pending', name: '', passwordSetAt: null },
    addressOwner: { id: ACCOUNT.id, hasPassword: false },
    flow: flow && {
      ...flow,
      accountId: ACCOUNT.id,
      addressProvenAt: NOW,
      ...authenticated(flow, flow.method ?? 'email-code'),
    },
  }),
  'set-password': ({ flow, account }) => ({
    account: account && { ...account, state: 'active', passwordSetAt: NOW, passwordDue: null },
    flow: flow && { ...flow, ...authenticated(flow, 'password') },
  }),
  'second-factor': ({ flow }) => ({ flow: flow && { ...flow, secondFactorAt: NOW } }),
  'add-factor': ({ flow, account }) => ({
    account: account && { ...account, factors: WITH_APP.factors },
    flow: flow && { ...flow, secondFactorAt: NOW, showsCodes: true },
  }),
  'recovery-codes': ({ flow }) => ({ flow: flow && { ...flow, showsCodes: false } }),
  terms: () => ({ terms: { version: '1', acceptedAt: NOW } }),
  profile: ({ account }) => ({ account: account && { ...account, name: 'New' } }),
  company: () => ({ company: { createdAt: NOW }, membership: { state: 'active', since: NOW } }),
  waiting: () => ({
    approval: { state: 'approved', at: NOW, decidedAt: NOW },
    company: { createdAt: NOW },
    membership: { state: 'active', since: NOW },
  }),
};

/** Each beginning, walked to its end by the same functions that the server asks. */
export function walkAll(): Walk[] {
  return STARTS.map(([title, facts, policy, effects]) => ({
    title,
    stations: walk(facts, { ...POLICY, ...policy }, { ...EFFECTS, ...effects }),
  }));
}

function walk(start: Facts, policy: AdmissionPolicy, effects: Effects): Station[] {
  const stations: Station[] = [];
  let facts = start;
  for (let page = 0; page < 20; page++) {
    const requirements = assess(facts, policy, NOW);
    const open = firstOpen(requirements);
    if (!open) return [...stations, { step: 'done', requirement: 'nothing is missing' }];
    if (open.actor === 'system') {
      facts = { ...facts, membership: { state: 'active', since: NOW } }; // given with the last step, without a page
      continue;
    }
    const { name } = nextStep(facts, requirements);
    const effect = effects[name];
    if (!effect) throw new Error(`No walk knows what the page ${name} does.`);
    stations.push({ step: name, requirement: open.name });
    facts = { ...facts, ...effect(facts) };
  }
  throw new Error('A walk did not end.');
}
