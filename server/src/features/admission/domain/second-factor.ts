import type { Factor } from '@gatehouse/contract/factors';
import type { AccountFact, AdmissionPolicy, FactorsFact, Facts, RecoveryFact } from './facts.ts';
import { met, type Requirement, unmet } from './requirement.ts';

const NAME = 'second-factor';

/** Ways of proving that are two factors in one: what the person has, and what unlocks it (WebAuthn Level 3 s. 1). */
const BOTH_IN_ONE = new Set(['passkey']);

/** Ways in that a trusted browser does not spare the second step: recovery takes no shortcut (ASVS 6.4.3). */
const ALWAYS_ASKED = new Set<Facts['kind']>(['confirm', 'recovery']);

/** Whether the account has a second factor; recovery codes alone are none, they stand in for one that was lost. */
export function hasSecondFactor({ totpAt, smsAt, passkeys }: FactorsFact): boolean {
  return totpAt !== null || smsAt !== null || passkeys > 0;
}

/**
 * The second step of an account that may be spoken of. One that has a second factor is asked for it in every flow that
 * it proves itself in, unless the browser is trusted; one that has none sets it up where policy asks for it.
 */
export function assessSecondFactor(
  account: AccountFact,
  facts: Facts,
  policy: AdmissionPolicy,
  now: Date,
): Requirement | null {
  const { flow } = facts;
  if (!hasSecondFactor(account.factors)) return missing(account, facts, policy);
  const recovery = openRecovery(account, now);
  if (!flow?.authenticatedAt) {
    if (recovery && facts.kind === 'membership') return awaited(recovery);
    return met(NAME, account.factors.totpAt ?? account.factors.smsAt);
  }
  const proven =
    flow.secondFactorAt ?? (flow.authenticatedBy.some((way) => BOTH_IN_ONE.has(way)) ? flow.authenticatedAt : null);
  if (proven) return met(NAME, proven);
  const trusted = !ALWAYS_ASKED.has(facts.kind) && flow.trustedUntil !== null && flow.trustedUntil > now;
  if (trusted) return met(NAME, null);
  const remedy = facts.kind === 'sign-in' && isReady(recovery, now) ? 'finish-recovery' : 'use-second-factor';
  return unmet(NAME, 'person', remedy, flow.authenticatedAt);
}

/** The request for a new start that still counts. */
function openRecovery({ factors: { recovery = null } }: AccountFact, now: Date): RecoveryFact | null {
  return recovery && recovery.expiresAt > now ? recovery : null;
}

/** Approved, and the waiting time is over: either alone is too little (security.md A37). */
function isReady(recovery: RecoveryFact | null, now: Date): boolean {
  return recovery?.state === 'approved' && recovery.readyAt <= now;
}

/** From the console's side: somebody decides, or the person goes on once its time is over. */
function awaited({ state, askedAt, decidable }: RecoveryFact): Requirement {
  return state === 'waiting'
    ? unmet(NAME, 'approver', decidable ? 'approve-recovery' : 'approve-recovery-outside', askedAt)
    : unmet(NAME, 'person', 'finish-recovery', askedAt);
}

/** How a request for a new start stands, for the page of the second step. */
export function recoveryState(account: AccountFact | null, now: Date): 'none' | 'waiting' | 'approved' | 'ready' {
  const recovery = account && openRecovery(account, now);
  if (!recovery) return 'none';
  return isReady(recovery, now) ? 'ready' : recovery.state;
}

/**
 * True when a flow has proven all that the account can be asked: what matters may be done right after it. A mailed code
 * alone is too little for that, and so is a browser that is trusted (ASVS 7.5.1).
 */
function provesAll({ account, flow }: Facts): boolean {
  if (!account || !flow?.authenticatedAt) return false;
  const ways = new Set(flow.authenticatedBy);
  if ([...BOTH_IN_ONE].some((way) => ways.has(way))) return true;
  // A text message alone never takes a stronger one away (security.md A37).
  const tooWeak = flow.secondFactorBy === 'sms' && hasStronger(account.factors);
  // One that was set up a moment ago proves nothing where there is a password: whoever came by a mailbox alone did not know that.
  const isNew = flow.factorAddedAt && account.passwordSetAt !== null;
  if (hasSecondFactor(account.factors) && !isNew) return flow.secondFactorAt !== null && !tooWeak;
  return ways.has('password') || (!account.passwordSetAt && ways.has('sms-code'));
}

/** When that was: at the first of its proofs, for a page that was left open proves nothing anew. Null where it has not. */
export function provenAllAt(facts: Facts): Date | null {
  return provesAll(facts) ? (facts.flow?.authenticatedAt ?? null) : null;
}

/**
 * True where this flow was begun by a code to the mailbox alone and the account has a password: that is too little to set a
 * second step up by, which would shut its owner out (NIST SP 800-63B-4 s. 3.1.3.1, security.md D3).
 */
function isByMailAlone({ passwordSetAt }: AccountFact, flow: Facts['flow']): boolean {
  return (
    passwordSetAt !== null && flow?.authenticatedAt != null && flow.authenticatedBy.every((way) => way === 'email-code')
  );
}

/** Whether the password is to be typed as well, before the second step that policy requires is set up. */
export function needsPassword({ account, flow, kind }: Facts, policy: AdmissionPolicy): boolean {
  if (!account || kind === 'confirm' || policy.secondFactor !== 'required') return false;
  return !hasSecondFactor(account.factors) && isByMailAlone(account, flow);
}

function missing(account: AccountFact, { kind, flow }: Facts, policy: AdmissionPolicy): Requirement | null {
  if (kind === 'confirm' || policy.secondFactor === 'off') return null;
  if (policy.secondFactor === 'asked' && isByMailAlone(account, flow)) return null;
  const wanted = unmet(NAME, 'person', 'add-second-factor', account.createdAt);
  if (policy.secondFactor === 'required') return wanted;
  // Asked for, not insisted upon: from the console's side nothing is missing.
  return flow && !flow.factorPostponedAt ? wanted : null;
}

/** Stronger than codes by text message. */
function hasStronger({ totpAt, passkeys }: FactorsFact): boolean {
  return totpAt !== null || passkeys > 0;
}

/** What this account can be asked in this flow, best first. A text message is no second proof after one by text message. */
export function factorsFor({ kind, account, flow }: Facts): Factor[] {
  if (!account) return [];
  const { totpAt, recoveryCodes } = account.factors;
  const came = flow?.authenticatedBy ?? [];
  const sms = account.factors.smsAt !== null && !came.some((way) => way.startsWith('sms-'));
  const has: Record<Factor, boolean> = {
    totp: totpAt !== null,
    sms: sms && !(kind === 'confirm' && hasStronger(account.factors)),
    'recovery-code': recoveryCodes > 0,
  };
  return flow ? (Object.keys(has) as Factor[]).filter((factor) => has[factor]) : [];
}
