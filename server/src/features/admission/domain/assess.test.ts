import type { RequirementName } from '@gatehouse/contract/invitations';
import { describe, expect, it } from 'vitest';
import {
  buildAccountFact,
  buildFacts,
  buildFlowFact,
  buildInvitationFact,
  NOW,
  POLICY,
} from '../../../../test/build-facts.ts';
import { assess } from './assess.ts';
import type { Facts } from './facts.ts';
import { firstOpen, type OpenRequirement } from './requirement.ts';

function open(facts: Facts, policy = POLICY): OpenRequirement | null {
  return firstOpen(assess(facts, policy, NOW));
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
      'the company waits for approval',
      { ...agreed, approval: { state: 'waiting', at: NOW, decidedAt: null } },
      'approved',
      'approver',
      'approve',
      null,
    ],
    [
      'the company was not approved',
      { ...agreed, approval: { state: 'rejected', at: NOW, decidedAt: NOW } },
      'company-created',
      'person',
      'create-company',
      'COMPANY-REJECTED',
    ],
    [
      'the request for approval was taken back',
      { ...agreed, approval: { state: 'withdrawn', at: NOW, decidedAt: NOW } },
      'company-created',
      'person',
      'create-company',
      null,
    ],
    [
      'the company that they asked to join was turned down itself',
      { ...agreed, joinRequest: { state: 'withdrawn', at: NOW, companyGone: true } },
      'company-created',
      'person',
      'create-company',
      'JOIN-COMPANY-GONE',
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
      'no seat is free, whatever else is missing',
      { invitation: buildInvitationFact({ kind: 'member' }), seat: 'none' },
      'seat-available',
      'administrator',
      'free-seat',
      'SEATS-FULL',
    ],
    [
      'no seat is free, and the place switched off',
      { ...agreed, seat: 'none', membership: { state: 'suspended', since: NOW } },
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

  it.each<[string, Partial<Facts>, string | null]>([
    ['a member', { membership: { state: 'active', since: NOW } }, null],
    ['suspended', { membership: { state: 'suspended', since: NOW } }, 'restore-membership'],
    ['removed', { membership: { state: 'removed', since: NOW } }, 'invite-again'],
    ['asks to join', { joinRequest: { state: 'requested', at: NOW } }, 'approve'],
    ['not let in', { joinRequest: { state: 'rejected', at: NOW } }, 'invite-again'],
    ['in a company of their own', { company: { createdAt: NOW } }, null],
    [
      'switched off',
      { account: buildAccountFact({ state: 'disabled' }), company: { createdAt: NOW } },
      'enable-account',
    ],
  ])('somebody of an organization, seen from the console: %s', (_what, over, remedy) => {
    const outside = {
      kind: 'membership',
      invitation: null,
      flow: null,
      terms: null,
      account: buildAccountFact(),
    } as const;
    expect(open(buildFacts({ ...outside, ...over }))?.remedy ?? null).toBe(remedy);
  });

  it('to the console a bounced message blocks; to whoever holds the link it does not matter', () => {
    const delivery = { channel: 'email', state: 'bounced', at: NOW, response: '550 no such user' } as const;
    const bounced = { ...invitation, state: 'bounced', delivery } as const;
    expect(open(buildFacts({ invitation: bounced, flow: null }))).toMatchObject({
      name: 'message-delivered',
      remedy: 'correct-address',
      reason: 'INV-BOUNCED',
    });
    expect(open(buildFacts({ invitation: bounced, flow: accepted }))?.name).toBe('identity-proven');
  });
});
