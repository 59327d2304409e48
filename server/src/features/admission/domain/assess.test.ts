import { REQUIREMENT_NAMES, type RequirementName } from '@gatehouse/contract/invitations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountFact,
  anyFacts,
  anyPolicy,
  buildAccountFact,
  buildFacts,
  buildFlowFact,
  buildInvitationFact,
  NOW,
  POLICY,
} from '../../../../test/build-facts.ts';
import { assess, isWrongAccount } from './assess.ts';
import type { Facts } from './facts.ts';
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

describe('what holds an invited person', () => {
  const accepted = buildFlowFact({ acceptedAt: NOW });
  const proven = buildFlowFact({ acceptedAt: NOW, authenticatedAt: NOW, accountId: 'acc_invited' });
  const owner = { id: 'acc_invited', hasPassword: true };
  const known = { flow: proven, addressOwner: owner, account: buildAccountFact() };
  const agreed = { ...known, terms: { version: '1', acceptedAt: NOW } };
  const invitation = buildInvitationFact();

  it.each<[string, Partial<Facts>, RequirementName, string, string, string | null]>([
    ['nothing pressed yet', {}, 'invitation-live', 'person', 'accept-invitation', null],
    ['accepted, nobody known', { flow: accepted }, 'identity-proven', 'person', 'prove-identity', null],
    [
      'proven, no password',
      { ...known, account: buildAccountFact({ passwordSetAt: null }) },
      'credential-set',
      'person',
      'set-password',
      null,
    ],
    ['password set', known, 'terms-accepted', 'person', 'accept-terms', null],
    [
      'agreed, without a name',
      { ...agreed, account: buildAccountFact({ name: '' }) },
      'profile-complete',
      'person',
      'complete-profile',
      null,
    ],
    ['agreed', agreed, 'company-created', 'person', 'create-company', null],
    [
      'asked to join',
      { ...agreed, joinRequest: { state: 'requested', at: NOW } },
      'approved',
      'approver',
      'approve',
      null,
    ],
    [
      'not let in',
      { ...agreed, joinRequest: { state: 'rejected', at: NOW } },
      'company-created',
      'person',
      'create-company',
      'JOIN-REJECTED',
    ],
    [
      'only letting in is left',
      { ...agreed, invitation: buildInvitationFact({ kind: 'member' }) },
      'membership-active',
      'system',
      'grant-membership',
      null,
    ],
    [
      'account switched off, seen after proof',
      { ...agreed, account: buildAccountFact({ state: 'disabled' }) },
      'account-active',
      'administrator',
      'enable-account',
      'ACC-DISABLED',
    ],
    [
      'place switched off',
      { ...agreed, membership: { state: 'suspended', since: NOW } },
      'membership-active',
      'administrator',
      'restore-membership',
      'ACC-DISABLED',
    ],
    [
      'somebody else is signed in',
      { session: { accountId: 'acc_other', signedInAt: NOW } },
      'invitation-live',
      'person',
      'accept-invitation',
      null,
    ],
  ])('%s', (_situation, over, name, actor, remedy, reason) => {
    expect(open(buildFacts(over))).toMatchObject({ name, actor, remedy, reason });
  });

  it.each<[string, Parameters<typeof buildInvitationFact>[0], string, string]>([
    ['withdrawn', { state: 'revoked', endedAt: NOW }, 'inviter', 'INV-REVOKED'],
    ['declined', { state: 'declined', endedAt: NOW }, 'inviter', 'INV-DECLINED'],
    ['superseded', { state: 'superseded', endedAt: NOW }, 'inviter', 'INV-SUPERSEDED'],
    ['of an earlier address', { secretDead: true }, 'person', 'INV-SUPERSEDED'],
    ['over, to the millisecond', { state: 'delivered', endsAt: NOW }, 'person', 'INV-EXPIRED'],
    ['used', { state: 'accepted', acceptedBy: 'acc_invited' }, 'person', 'INV-USED-BY-YOU'],
    ['of an organization that is away', { organizationState: 'suspended' }, 'administrator', 'ORG-SUSPENDED'],
  ])('an invitation that is %s blocks, whatever else is met', (_what, over, actor, reason) => {
    const facts = buildFacts({ ...agreed, flow: accepted, account: null, invitation: buildInvitationFact(over) });
    expect(open(facts)).toMatchObject({ name: 'invitation-live', state: 'blocked', actor, reason });
  });

  it('renewing is the inviter’s, where people may not help themselves', () => {
    const facts = buildFacts({ invitation: buildInvitationFact({ endsAt: NOW }) });
    expect(open(facts, { ...POLICY, selfServiceRenewal: false })?.actor).toBe('inviter');
  });

  it('a used invitation is still good for the one who used it, and for nobody else', () => {
    const used = buildInvitationFact({ state: 'accepted', acceptedBy: 'acc_invited' });
    const membership = { state: 'active', since: NOW } as const;
    const there = { ...agreed, invitation: used, company: { createdAt: NOW }, membership };
    expect(open(buildFacts(there))).toBeNull();
    const other = { ...there, invitation: { ...used, acceptedBy: 'acc_other' } };
    expect(open(buildFacts(other))).toMatchObject({ name: 'invitation-live', reason: 'INV-USED-BY-OTHER' });
  });

  it('to the console a bounced message blocks; to whoever holds the link it does not matter', () => {
    const delivery = { state: 'bounced', at: NOW, response: '550 no such user' } as const;
    const bounced = { ...invitation, state: 'bounced', delivery } as const;
    expect(open(buildFacts({ invitation: bounced, flow: null }))).toMatchObject({
      name: 'message-delivered',
      remedy: 'correct-address',
      reason: 'INV-BOUNCED',
    });
    expect(open(buildFacts({ invitation: bounced, flow: accepted }))?.name).toBe('identity-proven');
  });
});

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

  it('nobody comes in with anything missing', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        const requirements = assess(facts, policy, NOW);
        if (nextStep(facts, requirements).name !== 'done') return;
        const { invitation, account, session, flow } = facts;
        expect(hasProven(facts) && !isWrongAccount(facts)).toBe(true);
        expect(['disabled', 'deleted']).not.toContain(account?.state);
        if (facts.terms) expect(facts.terms.acceptedAt).not.toBeNull();
        if (!invitation) return;
        const asking = flow?.accountId ?? session?.accountId ?? null;
        const used = invitation.state === 'accepted';
        expect(used ? invitation.acceptedBy === asking && asking !== null : invitation.endsAt > NOW).toBe(true);
        expect(['declined', 'expired', 'revoked', 'superseded']).not.toContain(invitation.state);
        expect(invitation).toMatchObject({ organizationState: 'active', secretDead: false });
        expect(account?.addressVerifiedAt).toBeTruthy();
        if (policy.passwordRequired) expect(account?.passwordSetAt).toBeTruthy();
        expect(facts.membership?.state).toBe('active');
      }),
      { numRuns: 5000 },
    );
  });

  it('nothing of the account is told to a browser that has not shown who it is', () => {
    const hidden = fc.record({ account: accountFact, acceptedAt: fc.constantFrom(null, NOW) });
    fc.assert(
      fc.property(anyFacts, hidden, anyPolicy, (facts, { account, acceptedAt }, policy) => {
        fc.pre(facts.flow !== null && (!hasProven(facts) || isWrongAccount(facts)));
        const { passwordSetAt = null, addressVerifiedAt = null } = facts.account ?? {};
        const other: Facts = {
          ...facts,
          account: facts.account && { ...account, passwordSetAt, addressVerifiedAt },
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

  it('meeting what is first missing never unmeets anything before it, and ends inside', () => {
    const knownBefore = fc.record({
      kind: fc.constantFrom('company', 'member'),
      name: fc.constantFrom('', 'Willy Wu'),
      passwordSetAt: fc.constantFrom(null, NOW),
      exists: fc.boolean(),
      agreed: fc.boolean(),
    });
    fc.assert(
      fc.property(knownBefore, ({ kind, name, passwordSetAt, exists, agreed }) => {
        let facts = buildFacts({
          invitation: buildInvitationFact({ kind }),
          account: exists ? { ...account, name, passwordSetAt } : null,
          addressOwner: exists ? { id: account.id, hasPassword: passwordSetAt !== null } : null,
          terms: { version: '1', acceptedAt: agreed && exists ? NOW : null },
        });
        let place = -1;
        for (let missing = open(facts); missing; missing = open(facts)) {
          expect(REQUIREMENT_NAMES.indexOf(missing.name)).toBeGreaterThan(place);
          place = REQUIREMENT_NAMES.indexOf(missing.name);
          const before = assess(facts, POLICY, NOW);
          facts = MEET[missing.name]?.(facts) ?? facts;
          const after = new Map(assess(facts, POLICY, NOW).map((requirement) => [requirement.name, requirement.state]));
          for (const { name: met, state } of before) if (state === 'met') expect(after.get(met)).toBe('met');
        }
        expect(nextStep(facts, assess(facts, POLICY, NOW)).name).toBe('done');
      }),
    );
  });
});
