import {
  type InvitationKind,
  type InvitationState,
  REQUIREMENT_NAMES,
  type RequirementName,
} from '@gatehouse/contract/invitations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountFact,
  anyFacts,
  anyPolicy,
  buildAccountFact,
  buildFacts,
  buildInvitationFact,
  NOW,
  nearlyIn,
  POLICY,
} from '../../../../test/build-facts.ts';
import { assess, isWrongAccount } from './assess.ts';
import type { AdmissionPolicy, Facts } from './facts.ts';
import { nextStep } from './flow-steps.ts';
import { firstOpen, type OpenRequirement } from './requirement.ts';

function open(facts: Facts, policy = POLICY): OpenRequirement | null {
  return firstOpen(assess(facts, policy, NOW));
}

/** Somebody in this browser showed that they are the account that the flow acts for. */
function hasProven({ kind, flow, session }: Facts): boolean {
  if (flow?.authenticatedAt) return true;
  return kind === 'invitation' && session !== null && (!flow?.accountId || flow.accountId === session.accountId);
}

type Condition = readonly [what: string, holds: (facts: Facts, policy: AdmissionPolicy) => boolean];

/** What must be true of everyone who is in, said anew. */
const NEEDED: readonly Condition[] = [
  ['shown who they are', hasProven],
  ['nobody else signed in here', (facts) => !isWrongAccount(facts)],
  ['account not switched off', ({ account }) => account?.state !== 'disabled' && account?.state !== 'deleted'],
  ['second step taken', secondStepTaken],
  [
    'second step set up where it must be',
    ({ account }, { secondFactor }) => account === null || secondFactor !== 'required' || protects(account),
  ],
  ['recovery codes kept', ({ flow }) => !flow?.showsCodes],
  ['terms agreed', ({ terms }) => terms === null || terms.acceptedAt !== null],
];

function protects(account: Facts['account']): boolean {
  const { totpAt, smsAt, passkeys } = account?.factors ?? { totpAt: null, smsAt: null, passkeys: 0 };
  return totpAt !== null || smsAt !== null || passkeys > 0;
}

function secondStepTaken({ account, flow }: Facts): boolean {
  if (!protects(account) || !flow?.authenticatedAt) return true;
  const trusted = flow.trustedUntil !== null && flow.trustedUntil > NOW;
  return flow.secondFactorAt !== null || flow.authenticatedBy.includes('passkey') || trusted;
}

const NEEDED_OF_INVITED: readonly Condition[] = [
  ['invitation not ended', ({ invitation }) => !ENDED.includes(invitation?.state ?? 'revoked')],
  ['in time, or used by them', (facts) => inTime(facts) || usedByThem(facts)],
  ['organization there', ({ invitation }) => invitation?.organizationState === 'active'],
  ['secret of today’s address', ({ invitation }) => invitation?.secretDead === false],
  ['mailbox proven', ({ account }) => account?.addressVerifiedAt instanceof Date],
  ['password or passkey', ({ account }, policy) => !policy.passwordRequired || hasCredential(account)],
  ['a place', ({ membership }) => membership?.state === 'active'],
];

const ENDED: readonly InvitationState[] = ['declined', 'expired', 'revoked', 'superseded'];

function hasCredential(account: Facts['account']): boolean {
  return account?.passwordSetAt instanceof Date || (account?.factors.passkeys ?? 0) > 0;
}

function inTime({ invitation }: Facts): boolean {
  return invitation !== null && invitation.state !== 'accepted' && invitation.endsAt > NOW;
}

function usedByThem({ invitation, flow, session }: Facts): boolean {
  const asking = flow?.accountId ?? session?.accountId;
  return invitation?.state === 'accepted' && asking !== undefined && invitation.acceptedBy === asking;
}

describe('for any facts', () => {
  it('requirements come in the order of the contract, each once', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        const places = assess(facts, policy, NOW).map(({ name }) => REQUIREMENT_NAMES.indexOf(name));
        expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
      }),
    );
  });

  it('whatever is not met has an actor and a remedy, and what is blocked says why', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        for (const requirement of assess(facts, policy, NOW)) {
          if (requirement.state === 'met') continue;
          expect(requirement.actor).toBeTruthy();
          expect(requirement.remedy).toBeTruthy();
          if (requirement.state === 'blocked') expect(requirement.reason).toBeTruthy();
        }
      }),
    );
  });

  it('nobody comes in, from any browser, with anything missing', () => {
    let came = 0;
    fc.assert(
      fc.property(fc.oneof(anyFacts, nearlyIn), anyPolicy, (facts, policy) => {
        if (facts.flow === null && facts.session === null) return; // the console looks, nobody comes in
        if (nextStep(facts, assess(facts, policy, NOW)).name !== 'done') return;
        came += facts.invitation ? 1 : 0;
        const needed = facts.invitation ? [...NEEDED, ...NEEDED_OF_INVITED] : NEEDED;
        expect(needed.filter(([, holds]) => !holds(facts, policy)).map(([what]) => what)).toEqual([]);
      }),
      { numRuns: 5000 },
    );
    expect(came).toBeGreaterThan(100);
  });

  it('nothing of the account is told to a browser that has not shown who it is', () => {
    const hidden = fc.record({ account: accountFact, acceptedAt: fc.constantFrom(null, NOW) });
    fc.assert(
      fc.property(anyFacts, hidden, anyPolicy, (facts, { account, acceptedAt }, policy) => {
        fc.pre(facts.flow !== null && (!hasProven(facts) || isWrongAccount(facts)));
        const { passwordSetAt = null, addressVerifiedAt = null, factors = account.factors } = facts.account ?? {};
        const other: Facts = {
          ...facts,
          account: facts.account && { ...account, passwordSetAt, addressVerifiedAt, factors },
          terms: facts.terms && { ...facts.terms, acceptedAt },
          membership: facts.membership ? null : { state: 'suspended', since: NOW },
        };
        const told = (about: Facts) => {
          const requirements = assess(about, policy, NOW);
          return { next: nextStep(about, requirements), list: requirements.map(({ name, state }) => [name, state]) };
        };
        expect(told(other)).toEqual(told(facts));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('step after step', () => {
  const account = buildAccountFact({ id: 'acc_invited', passwordSetAt: null, name: '' });

  /** What the world is like after the person, or we, met this requirement. */
  const MEET: Partial<Record<RequirementName, (facts: Facts) => Facts>> = {
    'invitation-live': (facts) => ({ ...facts, flow: facts.flow && { ...facts.flow, acceptedAt: NOW } }),
    'identity-proven': (facts) => ({
      ...facts,
      flow: facts.flow && { ...facts.flow, authenticatedAt: NOW, accountId: account.id },
      account: { ...(facts.account ?? account), addressVerifiedAt: NOW },
      addressOwner: { id: account.id, hasPassword: false },
    }),
    'credential-set': (facts) => ({ ...facts, account: facts.account && { ...facts.account, passwordSetAt: NOW } }),
    'terms-accepted': (facts) => ({ ...facts, terms: facts.terms && { ...facts.terms, acceptedAt: NOW } }),
    'profile-complete': (facts) => ({ ...facts, account: facts.account && { ...facts.account, name: 'Willy' } }),
    'company-created': (facts) => ({
      ...facts,
      company: { createdAt: NOW },
      invitation: facts.invitation && { ...facts.invitation, state: 'accepted', acceptedBy: account.id },
      membership: { state: 'active', since: NOW },
    }),
    'membership-active': (facts) => ({
      ...facts,
      invitation: facts.invitation && { ...facts.invitation, state: 'accepted', acceptedBy: account.id },
      membership: { state: 'active', since: NOW },
    }),
  };

  type Known = { kind: InvitationKind; exists: boolean; name: string; passwordSetAt: Date | null; agreed: boolean };

  function world({ kind, exists, name, passwordSetAt, agreed }: Known): Facts {
    return buildFacts({
      invitation: buildInvitationFact({ kind }),
      account: exists ? { ...account, name, passwordSetAt } : null,
      addressOwner: exists ? { id: account.id, hasPassword: passwordSetAt !== null } : null,
      terms: { version: '1', acceptedAt: agreed && exists ? NOW : null },
    });
  }

  function metNames(facts: Facts): RequirementName[] {
    const met = assess(facts, POLICY, NOW).filter(({ state }) => state === 'met');
    return met.map(({ name }) => name);
  }

  it('meeting what is first missing never unmeets anything before it, and ends inside', () => {
    const knownBefore: fc.Arbitrary<Known> = fc.record({
      kind: fc.constantFrom('company', 'member'),
      name: fc.constantFrom('', 'Willy Wu'),
      passwordSetAt: fc.constantFrom(null, NOW),
      exists: fc.boolean(),
      agreed: fc.boolean(),
    });
    fc.assert(
      fc.property(knownBefore, (known) => {
        let facts = world(known);
        let place = -1;
        for (let missing = open(facts); missing; missing = open(facts)) {
          expect(REQUIREMENT_NAMES.indexOf(missing.name)).toBeGreaterThan(place);
          place = REQUIREMENT_NAMES.indexOf(missing.name);
          const before = metNames(facts);
          facts = MEET[missing.name]?.(facts) ?? facts;
          expect(metNames(facts)).toEqual(expect.arrayContaining(before));
        }
        expect(nextStep(facts, assess(facts, POLICY, NOW)).name).toBe('done');
      }),
    );
  });
});
