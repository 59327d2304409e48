import type { InvitationState } from '@gatehouse/contract/invitations';
import type { AdmissionPolicy, Facts, InvitationFact, RequirementReason } from './facts.ts';
import { assessNewPassword } from './new-password.ts';
import { blocked, met, type Requirement, unmet } from './requirement.ts';
import { assessSecondFactor, needsPassword } from './second-factor.ts';

type Rule = (facts: Facts, policy: AdmissionPolicy, now: Date) => Requirement | null;

/**
 * What is still missing before this person is in? The one question that every way in asks. Answers every requirement
 * that applies, in order; the door shows the first open one as the next page, the console all of them, the funnel
 * counts by the first. Pure: what it says depends on its arguments alone.
 */
export function assess(facts: Facts, policy: AdmissionPolicy, now: Date): Requirement[] {
  return RULES.flatMap((rule) => rule(facts, policy, now) ?? []);
}

/** In the order in which a person meets them. Further requirements take their place in this table. */
const RULES: readonly Rule[] = [
  invitationLive,
  messageDelivered,
  identityProven,
  addressVerified,
  addressMatches,
  credentialSet,
  secondFactor,
  newPassword,
  termsAccepted,
  profileComplete,
  companyCreated,
  approved,
  accountActive,
  membershipActive,
  seatAvailable,
];

/** True when somebody else than the invited person is signed in here, and has not said what to do about it. */
export function isWrongAccount({ kind, flow, session, addressOwner }: Facts): boolean {
  if (kind !== 'invitation' || !session || flow?.authenticatedAt || flow?.addingAddress) return false;
  return session.accountId !== addressOwner?.id;
}

/** Accepted by whoever asks: for them it is not used up, they are in. */
function acceptedByThem(facts: Facts, invitation: InvitationFact): boolean {
  const asking = facts.flow?.accountId ?? facts.session?.accountId ?? null;
  return invitation.state === 'accepted' && asking !== null && invitation.acceptedBy === asking;
}

function invitationLive(facts: Facts, policy: AdmissionPolicy, now: Date): Requirement | null {
  const { invitation } = facts;
  if (!invitation) return null;
  const name = 'invitation-live';
  if (invitation.organizationState === 'deleted') return blocked(name, 'inviter', 'invite-again', null, 'ORG-DELETED');
  if (invitation.organizationState !== 'active') {
    return blocked(name, 'administrator', 'restore-organization', null, 'ORG-SUSPENDED');
  }
  if (invitation.secretDead) {
    const reason = invitation.handedOver ? 'INV-HANDED-OVER' : 'INV-SUPERSEDED';
    return blocked(name, 'person', 'renew-invitation', invitation.endedAt, reason);
  }
  if (acceptedByThem(facts, invitation)) return met(name, invitation.createdAt);
  const state = stateAt(invitation, now);
  if (ENDS.has(state)) return endedInvitation(facts, policy, state);
  return facts.flow && !facts.flow.acceptedAt
    ? unmet(name, 'person', 'accept-invitation', invitation.createdAt)
    : met(name, invitation.createdAt);
}

const ENDS = new Set<InvitationState>(['accepted', 'declined', 'expired', 'revoked', 'superseded']);

/** States in which the invited person has proven who they are. */
const PROVEN = new Set<InvitationState>(['proven', 'consented']);

/** Whatever the row says, an open invitation whose time is over has expired. */
function stateAt({ state, endsAt }: InvitationFact, now: Date): InvitationState {
  return !ENDS.has(state) && endsAt <= now ? 'expired' : state;
}

function endedInvitation(facts: Facts, policy: AdmissionPolicy, state: InvitationState): Requirement {
  const name = 'invitation-live';
  const since = facts.invitation?.endedAt ?? facts.invitation?.endsAt ?? null;
  if (state === 'expired') {
    return blocked(name, policy.selfServiceRenewal ? 'person' : 'inviter', 'renew-invitation', since, 'INV-EXPIRED');
  }
  if (state === 'accepted') {
    const somebodyElse = facts.session !== null || Boolean(facts.flow?.accountId);
    return blocked(name, 'person', 'sign-in', since, somebodyElse ? 'INV-USED-BY-OTHER' : 'INV-USED-BY-YOU');
  }
  const reasons = { declined: 'INV-DECLINED', superseded: 'INV-SUPERSEDED' } as const;
  const reason = state === 'declined' || state === 'superseded' ? reasons[state] : 'INV-REVOKED';
  return blocked(name, 'inviter', 'invite-again', since, reason);
}

function messageDelivered({ invitation, flow }: Facts): Requirement | null {
  if (!invitation) return null;
  const name = 'message-delivered';
  const { delivery } = invitation;
  // Whoever holds the link has had the message, whatever the mail server said.
  if (flow || !['queued', 'sent', 'delivered', 'bounced'].includes(invitation.state))
    return met(name, delivery?.at ?? null);
  if (invitation.sendAt) return unmet(name, 'inviter', 'send-now', invitation.createdAt);
  if (invitation.state === 'bounced' || delivery?.state === 'bounced') {
    return blocked(name, 'inviter', 'correct-address', delivery?.at ?? null, 'INV-BOUNCED');
  }
  if (delivery?.state === 'abandoned') return blocked(name, 'inviter', 'resend', delivery.at, 'SEND-FAILED');
  if (delivery && ['sent', 'delivered'].includes(delivery.state)) return met(name, delivery.at);
  return unmet(name, 'system', 'wait-for-delivery', delivery?.at ?? invitation.createdAt);
}

function identityProven(facts: Facts, policy: AdmissionPolicy): Requirement | null {
  // A member proves it at every sign-in anew: to the console that is nothing that is missing.
  if (facts.kind === 'membership') return null;
  const since = provenSince(facts);
  if (since && needsPassword(facts, policy)) return unmet('identity-proven', 'person', 'prove-identity', since);
  if (since) return met('identity-proven', since);
  const remedy = facts.invitation ? 'prove-identity' : 'sign-in';
  return unmet('identity-proven', 'person', remedy, facts.flow?.createdAt ?? null);
}

/**
 * When this browser showed who it is: in the flow itself, or by the session that is still alive in it. To the console,
 * which looks from no browser, it is enough that the person has shown it in any.
 */
function provenSince({ kind, flow, session, invitation, account }: Facts): Date | null {
  if (flow?.authenticatedAt) return flow.authenticatedAt;
  const anywhere = !flow && !session && invitation && PROVEN.has(invitation.state);
  if (anywhere) return account?.addressVerifiedAt ?? null;
  const same = session && (!flow?.accountId || flow.accountId === session.accountId);
  return kind === 'invitation' && same ? session.signedInAt : null;
}

function addressVerified(facts: Facts): Requirement | null {
  const asked = facts.invitation || (facts.kind === 'membership' && facts.account);
  if (!asked || isWrongAccount(facts)) return null;
  const { account, flow } = facts;
  if (account?.addressVerifiedAt) return met('address-verified', account.addressVerifiedAt);
  return unmet('address-verified', 'person', 'prove-address', flow?.acceptedAt ?? null);
}

function addressMatches(facts: Facts): Requirement | null {
  if (!facts.invitation) return null;
  const name = 'address-matches';
  if (isWrongAccount(facts)) return unmet(name, 'person', 'switch-account', null, 'INV-WRONG-ACCOUNT');
  return facts.account?.addressVerifiedAt ? met(name, facts.account.addressVerifiedAt) : null;
}

/**
 * The account, once it may be spoken of: to a browser only after it proved who it is (ux.md s. 1.4), to the console
 * always.
 */
function knownAccount(facts: Facts): Facts['account'] {
  if (isWrongAccount(facts)) return null;
  return facts.flow && !provenSince(facts) ? null : facts.account;
}

function accountActive(facts: Facts): Requirement | null {
  const account = knownAccount(facts);
  if (!account) return null;
  const name = 'account-active';
  if (account.state === 'disabled' || account.state === 'deleted') {
    return blocked(name, 'administrator', 'enable-account', null, 'ACC-DISABLED');
  }
  // There is nothing here for them until then (ux.md s. 3 J1c); by an invitation they come in elsewhere.
  if (account.isShutOut && (facts.kind === 'sign-in' || facts.kind === 'recovery')) {
    return blocked(name, 'administrator', 'restore-membership', null, 'ACC-DISABLED');
  }
  // A pending account becomes active with its first credential: that is the person's own next step.
  return met(name, account.createdAt);
}

/** Whoever was added has a way in already, the code: a password beside it may wait where policy lets it. */
export function mayPostponePassword({ invitation }: Facts, { firstPassword }: AdmissionPolicy): boolean {
  return invitation?.added === true && firstPassword === 'asked';
}

function credentialSet(facts: Facts, policy: AdmissionPolicy): Requirement | null {
  if (!facts.invitation || !policy.passwordRequired) return null;
  const account = isWrongAccount(facts) ? null : facts.account;
  if (account?.passwordSetAt) return met('credential-set', account.passwordSetAt);
  if (account && account.factors.passkeys > 0) return met('credential-set', null);
  if (mayPostponePassword(facts, policy) && (!facts.flow || facts.flow.passwordPostponedAt)) return null;
  return unmet('credential-set', 'person', 'set-password', account?.createdAt ?? null);
}

function secondFactor(facts: Facts, policy: AdmissionPolicy, now: Date): Requirement | null {
  const { flow } = facts;
  // Its recovery codes are still on the page: nobody goes on before they are kept.
  if (flow?.showsCodes) return unmet('second-factor', 'person', 'add-second-factor', flow.secondFactorAt);
  const account = knownAccount(facts);
  return account && assessSecondFactor(account, facts, policy, now);
}

function newPassword(facts: Facts, policy: AdmissionPolicy, now: Date): Requirement | null {
  const account = knownAccount(facts);
  return account && assessNewPassword(account, facts, policy, now);
}

function termsAccepted(facts: Facts): Requirement | null {
  const { terms } = facts;
  if (!terms) return null;
  if (terms.acceptedAt && knownAccount(facts)) return met('terms-accepted', terms.acceptedAt);
  return unmet('terms-accepted', 'person', 'accept-terms', null);
}

function profileComplete(facts: Facts): Requirement | null {
  const account = knownAccount(facts);
  if (!facts.invitation || !account) return null;
  return account.name === ''
    ? unmet('profile-complete', 'person', 'complete-profile', account.createdAt)
    : met('profile-complete', facts.invitation.hasName ? null : account.createdAt);
}

function companyCreated(facts: Facts): Requirement | null {
  if (facts.invitation?.kind !== 'company') return null;
  const name = 'company-created';
  const { company, joinRequest, approval } = facts;
  if (company) return met(name, company.createdAt);
  if (approval?.state === 'waiting') return met(name, approval.at);
  if (joinRequest && ['requested', 'approved'].includes(joinRequest.state)) return null;
  const asked = [...turnedDown(approval), ...turnedAway(joinRequest)].sort(
    (one, other) => other.since.getTime() - one.since.getTime(),
  )[0];
  return unmet(name, 'person', 'create-company', asked?.since ?? null, asked?.reason ?? null);
}

type Refusal = { readonly since: Date; readonly reason: RequirementReason };

function turnedDown(approval: Facts['approval']): Refusal[] {
  return approval?.state === 'rejected'
    ? [{ since: approval.decidedAt ?? approval.at, reason: 'COMPANY-REJECTED' }]
    : [];
}

function turnedAway(joinRequest: Facts['joinRequest']): Refusal[] {
  if (joinRequest?.companyGone) return [{ since: joinRequest.at, reason: 'JOIN-COMPANY-GONE' }];
  return joinRequest?.state === 'rejected' ? [{ since: joinRequest.at, reason: 'JOIN-REJECTED' }] : [];
}

/** Somebody else decides: the inviting organization about a new company, a company about who joins it. */
function approved({ joinRequest, approval, company }: Facts): Requirement | null {
  const name = 'approved';
  if (approval?.state === 'waiting') return unmet(name, 'approver', 'approve', approval.at);
  if (approval?.state === 'approved' && company) return met(name, approval.decidedAt ?? approval.at);
  if (!joinRequest || company) return null;
  if (joinRequest.state === 'requested') return unmet(name, 'approver', 'approve', joinRequest.at);
  return joinRequest.state === 'approved' ? met(name, joinRequest.at) : null;
}

function membershipActive(facts: Facts): Requirement | null {
  const isMembership = facts.kind === 'membership';
  if (!facts.invitation && !isMembership) return null;
  const name = 'membership-active';
  if (isMembership && facts.placeSuspended) {
    return blocked(name, 'administrator', 'restore-organization', null, 'ORG-SUSPENDED');
  }
  // Their place is in a company of their own, which is nobody else's to see.
  if (isMembership && facts.company) return met(name, facts.company.createdAt);
  const membership = knownAccount(facts) ? facts.membership : null;
  if (membership?.state === 'active') return met(name, membership.since);
  if (membership?.state === 'suspended') {
    return blocked(name, 'administrator', 'restore-membership', membership.since, 'ACC-DISABLED');
  }
  // An invitation from before the removal gives nothing back, used up or not (security.md A17).
  const ended = membership?.state === 'removed' ? membership.removedAt : null;
  if (ended && facts.invitation && facts.invitation.createdAt <= ended) {
    return blocked(name, 'inviter', 'invite-again', ended, 'ACC-DISABLED');
  }
  if (isMembership && facts.joinRequest?.state !== 'requested') {
    return blocked(name, 'inviter', 'invite-again', membership?.since ?? null, 'FORBIDDEN');
  }
  return unmet(name, 'system', 'grant-membership', null);
}

/** Of whoever is no member yet, where the organization has a limit: they come in as soon as there is a place. */
function seatAvailable({ seat, membership }: Facts): Requirement | null {
  const name = 'seat-available';
  if (!seat) return null;
  const isMember = membership !== null && membership.state !== 'removed';
  return seat === 'none' && !isMember
    ? blocked(name, 'administrator', 'free-seat', null, 'SEATS-FULL')
    : met(name, null);
}
