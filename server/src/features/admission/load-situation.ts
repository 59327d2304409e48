import type { Method } from '@gatehouse/contract/flows';
import type { Role } from '@gatehouse/contract/roles';
import { isUserName } from '@gatehouse/contract/user-names';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { equalBytes } from '../../platform/crypto/secret-box.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { type Address, kindOfAddress, phoneAddress } from '../accounts/index.ts';
import { findHandOver } from '../invitations/index.ts';
import { trustDaysOf, type WantedPassword } from '../organizations/index.ts';
import { loadFlow, loadInvitations } from './admission-read-model.ts';
import type { AdmissionRow } from './admission-row.ts';
import { assess, mayPostponePassword } from './domain/assess.ts';
import type { AddressFact, Facts, FlowFact, InvitationFact } from './domain/facts.ts';
import { type NextStep, nextStep } from './domain/flow-steps.ts';
import type { Requirement } from './domain/requirement.ts';
import { factorsFact } from './factor-facts.ts';
import { askedFactors, policyOf, rolesOf, wantedPassword } from './read-policy.ts';

/** A way in at this moment: what is known, what is missing, what comes next. */
export type Situation = {
  readonly row: AdmissionRow;
  readonly facts: Facts;
  /** What the invitation gives: the same when it is shown and when it is accepted (security.md A16). */
  readonly roles: readonly Role[];
  readonly requirements: readonly Requirement[];
  readonly next: NextStep;
  /** Setting a second factor up may be put off. */
  readonly mayPostpone: boolean;
  /** Days for which this browser can be trusted with the second step; 0: not at all. */
  readonly trustDays: number;
  /** A passkey as second step must check its owner. */
  readonly passkeysVerify: boolean;
  /** Setting a password may be put off. */
  readonly mayPostponePassword: boolean;
  /** What a password that is set here must be. */
  readonly wanted: WantedPassword;
};

/** The session of the browser that asks, as far as admission looks at it. */
export type SessionView = Pick<SignedIn, 'accountId' | 'signedInAt'>;

/**
 * A flow as it stands. It is only for the client that began it; for any other it does not exist.
 * @throws AppError FLOW-NOT-FOUND, FLOW-EXPIRED
 */
export async function getFlowSituation(
  queryable: Queryable,
  flowId: string,
  client: { readonly clientHash: Buffer; readonly session: SessionView | null },
  now: Date,
): Promise<Situation> {
  const row = await loadFlow(queryable, flowId, client.session?.accountId ?? null);
  if (!row?.clientHash || !equalBytes(row.clientHash, client.clientHash)) throw new AppError('FLOW-NOT-FOUND');
  if (!row.flowExpiresAt || row.flowExpiresAt <= now || isLeftAlone(row, now)) throw new AppError('FLOW-EXPIRED');
  // Who proves it anew must be the one who is signed in.
  if (row.flowKind === 'confirm' && client.session?.accountId !== row.flowAccountId)
    throw new AppError('FLOW-NOT-FOUND');
  return judge(row, client.session, false, now);
}

/** A sign-in that was proven and left open is nothing that whoever uses the browser later can go on with. */
const PROOF_WAITS = HOUR;

function isLeftAlone({ flowKind, invitationId, authenticatedAt, completedAt }: AdmissionRow, now: Date): boolean {
  if (invitationId !== null || !authenticatedAt || completedAt) return false;
  return flowKind !== 'recovery' && after(authenticatedAt, PROOF_WAITS) <= now;
}

/** The same, once the session of the browser has ended. */
export function withoutSession({ row }: Situation, now: Date): Situation {
  return judge(row, null, false, now);
}

/** An invitation whose link was opened, before there is a flow. `dead`: the link is of an earlier address. */
export async function loadInvitationSituation(
  queryable: Queryable,
  invitation: { id: string; dead: boolean; deadAt: Date | null },
  session: SessionView | null,
  now: Date,
): Promise<Situation | null> {
  const [row] = await loadInvitations(queryable, [invitation.id], session?.accountId ?? null);
  if (!row) return null;
  const { id, dead, deadAt } = invitation;
  const handOver = deadAt === null ? null : await findHandOver(queryable, id, deadAt);
  const handedOver = handOver && { to: handOver.to, at: handOver.at.toISOString() };
  return judge({ ...row, handedOver }, session, dead, now);
}

/** Several invitations as the console sees them: nobody's browser. By invitation id. */
export async function loadSituations(
  queryable: Queryable,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, Situation>> {
  const rows = await loadInvitations(queryable, ids);
  return new Map(rows.map((row) => [row.invitationId ?? '', judge(row, null, false, now)]));
}

/**
 * The address that the flow is about: of an invitation the one that is proven by this way, of a sign-in the one that was
 * typed. @throws AppError FLOW-STEP-WRONG
 */
export function addressOf(
  { row }: Situation,
  method: Method | null = row.method,
): Pick<Address, 'canonical' | 'shown'> {
  if (row.invitationId === null) {
    if (row.identifierCanonical === null) throw new AppError('FLOW-STEP-WRONG');
    return { canonical: row.identifierCanonical, shown: row.identifier ?? '' };
  }
  const { canonical, shown, phone } = row;
  return phone !== null && isByPhone(row, method) ? phoneAddress(phone) : { canonical, shown };
}

function isByPhone({ addressKind, ownerId, emailOwnerId }: AdmissionRow, method: Method | null): boolean {
  if (addressKind === 'phone' || method === 'sms-code') return true;
  return method === 'password' && ownerId !== null && ownerId !== emailOwnerId;
}

/** The account that the flow acts for and may change. @throws AppError FLOW-STEP-WRONG */
export function actingAccount({ row, facts }: Situation): string {
  const id = row.flowAccountId ?? facts.session?.accountId ?? null;
  if (id === null || id !== row.accountId) throw new AppError('FLOW-STEP-WRONG');
  return id;
}

/** Who does what the log tells of, though they have no session yet. @throws AppError FLOW-STEP-WRONG */
export function actingCaller(caller: Caller, situation: Situation): Caller {
  return { ...caller, actor: { type: 'account', id: actingAccount(situation) } };
}

/**
 * The same, from nobody's browser: whoever accepted is judged by the place that they have, everyone else by their
 * invitation.
 */
export function judgeFromOutside(row: AdmissionRow, now: Date): Situation {
  const facts: Facts = { ...factsOf(row, null, false), flow: null };
  const isIn = row.invitationId === null || row.state === 'accepted';
  const terms = row.invitationId === null ? facts.terms : null;
  return judgeFacts(row, isIn ? { ...facts, kind: 'membership', invitation: null, seat: null, terms } : facts, now);
}

/** A member in front of a sign-in of theirs: nothing counts but the account and what `flow` has shown of it. */
export function judgeAtDoor(row: AdmissionRow, seen: Pick<Facts, 'flow' | 'session'>, now: Date): Situation {
  const terms = row.invitationId === null ? factsOf(row, null, false).terms : null;
  const nothing = { invitation: null, seat: null, company: null, joinRequest: null, approval: null, membership: null };
  const facts = { ...factsOf(row, null, false), ...nothing, ...seen, kind: 'sign-in', terms } as const;
  return judgeFacts({ ...row, flowKind: 'sign-in' }, facts, now);
}

/** What the row says of a flow or of an invitation's link, for the browser with this session. */
export function judge(row: AdmissionRow, session: SessionView | null, secretDead: boolean, now: Date): Situation {
  return judgeFacts(row, factsOf(row, session, secretDead), now);
}

function judgeFacts(row: AdmissionRow, facts: Facts, now: Date): Situation {
  const policy = policyOf(row);
  const requirements = assess(facts, policy, now);
  const asked = askedFactors(row);
  const factor = {
    mayPostpone: policy.secondFactor !== 'required',
    mayPostponePassword: mayPostponePassword(facts, policy),
    trustDays: trustDaysOf(asked),
    passkeysVerify: asked.some(({ verify }) => verify === true),
  };
  const wanted = wantedPassword(row, policy.secondFactor);
  return { row, facts, roles: rolesOf(row), requirements, next: nextStep(facts, requirements), ...factor, wanted };
}

function factsOf(row: AdmissionRow, session: SessionView | null, secretDead: boolean): Facts {
  return {
    kind: row.flowKind ?? 'invitation',
    invitation: row.invitationId === null ? null : invitationFact(row, secretDead || isOfEarlierAddress(row)),
    flow: row.flowId === null ? null : flowFact(row, session),
    session: session && { accountId: session.accountId, signedInAt: session.signedInAt },
    account: row.accountId === null ? null : { ...accountFact(row), id: row.accountId },
    addresses: addressFacts(row),
    addressOwner:
      row.ownerId === null
        ? null
        : { id: row.ownerId, hasPassword: row.ownerHasPassword, hasPasskey: row.ownerHasPasskey },
    terms:
      row.termsVersion !== null && row.termsOrganizationId
        ? { version: row.termsVersion, acceptedAt: row.consentAt }
        : null,
    placeSuspended: row.landingState === 'suspended',
    seat: row.seat,
    company: row.companyCreatedAt ? { createdAt: row.companyCreatedAt } : null,
    joinRequest: joinFact(row),
    approval: approvalFact(row),
    membership: row.membershipState
      ? { state: row.membershipState, since: row.membershipAt, removedAt: row.membershipRemovedAt }
      : null,
  };
}

function addressFacts(row: AdmissionRow): AddressFact[] {
  if (row.invitationId === null) {
    const typed = row.identifierCanonical;
    return typed === null ? [] : [{ kind: isUserName(typed) ? 'username' : kindOfAddress(typed), ownerId: null }];
  }
  return [
    ...(row.addressKind === 'email' ? [{ kind: 'email', ownerId: row.emailOwnerId } as const] : []),
    ...(row.phone === null ? [] : [{ kind: 'phone', ownerId: row.phoneOwnerId, moves: row.phoneMoves } as const]),
  ];
}

/** A company that was never let in cannot let anybody in. */
function joinFact({
  joinState: state,
  joinAt: at,
  joinOrganizationState: company,
}: AdmissionRow): Facts['joinRequest'] {
  const companyGone = state === 'withdrawn' && (company === 'rejected' || company === 'deleted');
  return state && at ? { state, at, companyGone } : null;
}

function approvalFact({ approval }: AdmissionRow): Facts['approval'] {
  if (!approval) return null;
  const { state, at, decidedAt } = approval;
  return { state, at: new Date(at), decidedAt: decidedAt === null ? null : new Date(decidedAt) };
}

/** The invitation has moved to another address: whoever came by the earlier one does not go on. */
function isOfEarlierAddress(row: AdmissionRow): boolean {
  return row.flowId !== null && row.flowAddressVersion !== row.addressVersion;
}

function invitationFact(row: AdmissionRow, secretDead: boolean): InvitationFact {
  const { expiresAt, resumableUntil, delivery } = row;
  return {
    kind: row.kind,
    state: row.state,
    endsAt: resumableUntil && resumableUntil > expiresAt ? resumableUntil : expiresAt,
    createdAt: row.createdAt,
    sendAt: row.sendAt,
    endedAt: row.endedAt,
    acceptedBy: row.acceptedBy,
    added: row.added === true,
    hasName: row.inviteeName !== null,
    secretDead,
    handedOver: secretDead && row.handedOver !== null,
    organizationState: row.organizationState,
    delivery: delivery && { ...delivery, at: new Date(delivery.at) },
  };
}

function flowFact(row: AdmissionRow, session: SessionView | null): FlowFact {
  return {
    createdAt: row.flowCreatedAt ?? new Date(0),
    acceptedAt: row.acceptedAt,
    method: row.method,
    accountId: row.flowAccountId,
    addressProvenAt: row.addressProvenAt,
    authenticatedAt: row.authenticatedAt,
    authenticatedBy: row.authenticatedBy ?? [],
    passwordPostponedAt: row.passwordPostponedAt,
    factor: row.factor,
    secondFactorAt: row.secondFactorAt,
    secondFactorBy: row.secondFactorBy,
    factorPostponedAt: row.factorPostponedAt,
    factorAddedAt: row.factorAddedAt,
    showsCodes: row.showsCodes === true,
    trustedUntil: row.trustedUntil,
    // Whoever asked for it must still be signed in here: else the next one's mailbox would become theirs.
    addingAddress: row.addingAddress === true && session?.accountId === row.flowAccountId,
  };
}

function accountFact(row: AdmissionRow) {
  return {
    state: row.accountState,
    name: row.accountName,
    createdAt: row.accountCreatedAt,
    isShutOut: row.shutOutBy !== null,
    passwordSetAt: row.passwordSetAt,
    passwordDue: row.passwordDueAt && row.passwordDueBy ? { at: row.passwordDueAt, by: row.passwordDueBy } : null,
    addressVerifiedAt: row.addressVerifiedAt,
    factors: factorsFact(row.factors),
  };
}
