import type { Verdict } from '@gatehouse/contract/diagnosis';
import type { RequirementName } from '@gatehouse/contract/invitations';
import { type Findings, failuresOf, isKnown, type Missing } from './findings.ts';

/** Requirements whose being open is the whole story. */
const OF_REQUIREMENT: Partial<Record<RequirementName, Verdict>> = {
  'address-matches': 'wrong-account',
  'credential-set': 'no-password',
  'second-factor': 'no-second-factor',
  'terms-accepted': 'terms',
  'profile-complete': 'profile',
  approved: 'waiting',
  'account-active': 'account-disabled',
};

const OF_REASON: Readonly<Record<string, Verdict>> = {
  'INV-EXPIRED': 'expired',
  'INV-SUPERSEDED': 'superseded',
  'INV-HANDED-OVER': 'superseded',
  'INV-DECLINED': 'declined',
  'INV-REVOKED': 'revoked',
  'ORG-SUSPENDED': 'organization-suspended',
};

/** As many wrong tries in a row are more than a slip. */
const MANY = 3;

/** The one thing that stands in the way: the first blocking cause, else the first that is missing. */
export function verdictOf(findings: Findings): Verdict {
  if (!isKnown(findings)) return findings.suppressed ? 'suppressed' : verdictOfNobody(findings);
  const { open } = findings;
  if (!open) return failuresOf(findings).length >= MANY ? 'failing' : 'fine';
  return OF_REQUIREMENT[open.name] ?? verdictInDetail(findings, open);
}

function verdictOfNobody({ stop, typed }: Findings): Verdict {
  if (stop) return stop.error === 'SERVER' ? 'server-error' : 'unknown';
  if (typed === 'cut-link') return 'cut-link';
  return typed === 'reference' || typed === 'request' ? 'no-reference' : 'unknown';
}

function verdictInDetail({ begunAt, member }: Findings, open: Missing): Verdict {
  switch (open.name) {
    case 'invitation-live':
      return OF_REASON[open.reason ?? ''] ?? 'revoked';
    case 'message-delivered':
      if (open.remedy === 'wait-for-delivery') return 'queued';
      return open.remedy === 'resend' ? 'not-delivered' : 'bounced';
    case 'company-created':
      return open.reason === 'JOIN-REJECTED' ? 'rejected' : 'company';
    case 'membership-active':
      if (open.state === 'unmet') return 'one-press';
      return member?.state === 'suspended' ? 'suspended' : 'removed';
    default:
      return begunAt ? 'proving' : 'not-opened';
  }
}

/** How bad it is: `warning` is somebody's turn, `danger` is closed until somebody acts. */
export function toneOf(verdict: Verdict): 'success' | 'warning' | 'danger' | 'info' {
  if (verdict === 'fine') return 'success';
  if (verdict === 'queued') return 'info';
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
]);
