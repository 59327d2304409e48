import type { Verdict } from '@gatehouse/contract/diagnosis';
import type { ErrorCode } from '@gatehouse/contract/errors';
import type { RequirementName } from '@gatehouse/contract/invitations';
import { type Findings, failuresOf, isKnown, type Missing, openPaper } from './findings.ts';

/** As many wrong tries in a row are more than a slip. */
const MANY = 3;

/**
 * What stands in the way, the first to be mended first: the verdict. What comes after it is told as well, for it will stand
 * in the way when the first is gone. Empty where nothing does.
 */
export function causesOf(findings: Findings): Verdict[] {
  if (!isKnown(findings)) return [findings.suppressed ? 'suppressed' : verdictOfNobody(findings)];
  const { missing } = findings;
  const blocked = missing.filter(({ state }) => state === 'blocked');
  const [first] = missing;
  const open = blocked.length > 0 ? blocked : first ? [first] : [];
  const paper = blocked.length > 0 ? [] : onPaper(findings);
  const causes = [
    ...unwanted(findings),
    ...paper,
    ...open.map((each) => verdictOf(each, findings)),
    ...besides(findings),
  ];
  return [...new Set(causes)];
}

/** Their way in is a code that was handed to them on paper, for no message reaches them. */
function onPaper(findings: Findings): Verdict[] {
  const printed = openPaper(findings);
  if (!printed) return [];
  return [printed.isOver ? 'printed-code-over' : 'printed-code'];
}

/** What no requirement says, though it keeps people out: they can come in, and do not manage to. */
function besides(findings: Findings): Verdict[] {
  const { account, lockedUntil, printed } = findings;
  if (lockedUntil) return ['locked'];
  // What they tried before the code was printed is why it was.
  const failures = failuresOf(findings).filter(({ at }) => !printed || at > printed.at);
  return account && failures.length >= MANY ? ['failing'] : [];
}

/** Whatever else is missing: nobody may write to them. It comes first, for what would help otherwise is a message. */
function unwanted({ suppressed, invitation, missing }: Findings): Verdict[] {
  return suppressed && invitation && missing.length > 0 ? ['suppressed'] : [];
}

function verdictOfNobody({ stop, typed }: Findings): Verdict {
  if (stop) return stop.error === 'SERVER' ? 'server-error' : 'unknown';
  if (typed === 'cut-link') return 'cut-link';
  return typed === 'reference' || typed === 'request' ? 'no-reference' : 'unknown';
}

type Rule = Verdict | ((missing: Missing, findings: Findings) => Verdict);

/** One of each requirement that `assess` can answer; a test holds it to that. */
const OF_REQUIREMENT: Partial<Record<RequirementName, Rule>> = {
  'invitation-live': ({ reason }) => OF_ENDED[reason ?? ''] ?? 'revoked',
  'message-delivered': ({ remedy }) => OF_DELIVERY[remedy] ?? 'queued',
  'identity-proven': (_, findings) => onTheWay(findings),
  'address-verified': (_, findings) => onTheWay(findings),
  'address-matches': 'wrong-account',
  'credential-set': 'no-password',
  'second-factor': ({ remedy }) => OF_FACTOR[remedy] ?? 'no-second-factor',
  'new-password': 'new-password',
  'terms-accepted': 'terms',
  'profile-complete': 'profile',
  'company-created': ({ reason }) => OF_COMPANY[reason ?? ''] ?? 'company',
  approved: (_, { approvalId, joinRequest }) =>
    approvalId ? 'waiting-company' : joinRequest?.state === 'requested' ? 'waiting' : 'waiting-elsewhere',
  'account-active': 'account-disabled',
  'membership-active': ({ state, reason }, { member }) => {
    if (reason === 'ORG-SUSPENDED') return 'organization-suspended';
    if (state === 'unmet') return 'one-press';
    return member?.state === 'suspended' ? 'suspended' : 'removed';
  },
  'seat-available': 'seats-full',
};

const OF_ENDED: Readonly<Record<string, Verdict>> = {
  'INV-EXPIRED': 'expired',
  'INV-SUPERSEDED': 'superseded',
  'INV-HANDED-OVER': 'superseded',
  'INV-DECLINED': 'declined',
  'INV-REVOKED': 'revoked',
  'ORG-SUSPENDED': 'organization-suspended',
  'ORG-DELETED': 'revoked',
};

const OF_DELIVERY: Readonly<Record<string, Verdict>> = {
  'send-now': 'scheduled',
  'wait-for-delivery': 'queued',
  resend: 'not-delivered',
  'correct-address': 'bounced',
};

const OF_FACTOR: Readonly<Record<string, Verdict>> = {
  'approve-recovery': 'lost-factor',
  'approve-recovery-outside': 'lost-factor-outside',
  'finish-recovery': 'lost-factor-approved',
};

const OF_COMPANY: Readonly<Record<string, Verdict>> = {
  'JOIN-REJECTED': 'rejected',
  'JOIN-COMPANY-GONE': 'company-gone',
  'COMPANY-REJECTED': 'company-rejected',
};

/** The requirements that have a verdict. */
export const JUDGED_REQUIREMENTS = Object.keys(OF_REQUIREMENT) as readonly RequirementName[];

export function verdictOf(missing: Missing, findings: Findings): Verdict {
  const rule = OF_REQUIREMENT[missing.name] ?? 'one-press';
  return typeof rule === 'function' ? rule(missing, findings) : rule;
}

/** What the page that was shown last says of why somebody with a good link does not get on. Whoever handed it over is somebody else. */
const OF_STOP: Partial<Record<ErrorCode, Verdict>> = {
  'INV-WRONG-ACCOUNT': 'wrong-account',
  'INV-SUPERSEDED': 'old-link',
  'FLOW-NOT-FOUND': 'no-cookies',
  'CODE-TOO-MANY': 'wrong-codes',
  'SEND-LIMIT': 'wrong-codes',
  'SEND-FAILED': 'wrong-codes',
};

function onTheWay({ invitation, begunAt, stops, wrongCodes }: Findings): Verdict {
  if (!invitation) return 'unverified';
  const [shown] = stops;
  const stopped = shown && OF_STOP[shown.error];
  // A flow that was begun after the page was shown has got past it.
  if (stopped && (!begunAt || begunAt <= shown.at)) return stopped;
  if (wrongCodes.count >= MANY) return 'wrong-codes';
  if (begunAt) return 'proving';
  return invitation.added ? 'not-activated' : 'not-opened';
}

/** Verdicts that the page says which was shown last. */
const STOPPED = new Set<Verdict>(['wrong-account', 'old-link', 'no-cookies']);

/** What of it decides which page they would see, beside what is missing. */
export function hintOf(findings: Findings): { stopped: ErrorCode | null; lockedUntil: Date | null } {
  const [verdict] = causesOf(findings);
  return {
    stopped: verdict && STOPPED.has(verdict) ? (findings.stops[0]?.error ?? null) : null,
    lockedUntil: verdict === 'locked' ? findings.lockedUntil : null,
  };
}

/** How bad it is: `warning` is somebody's turn, `danger` is closed until somebody acts. */
export function toneOf(verdict: Verdict): 'success' | 'warning' | 'danger' | 'info' {
  if (verdict === 'fine') return 'success';
  if (verdict === 'scheduled' || verdict === 'queued' || verdict === 'printed-code') return 'info';
  return DANGERS.has(verdict) ? 'danger' : 'warning';
}

const DANGERS = new Set<Verdict>([
  'server-error',
  'bounced',
  'not-delivered',
  'revoked',
  'account-disabled',
  'suspended',
  'removed',
  'organization-suspended',
  'seats-full',
  'locked',
]);
