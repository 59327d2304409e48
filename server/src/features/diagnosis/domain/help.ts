import type { Verdict } from '@gatehouse/contract/diagnosis';
import type { HelpCase } from '@gatehouse/contract/help';
import type { RequirementName } from '@gatehouse/contract/invitations';

import type { Findings } from './findings.ts';

/** What a person is told of how they get in; the sentences are `mail.M20.<case>`. */
export type Help = {
  readonly case: HelpCase;
  /** The link of their invitation goes with it: a new one, by the rules of sending it again. */
  readonly needsLink: boolean;
  /** What is left for them to do. */
  readonly steps: readonly RequirementName[];
  readonly date: Date | null;
};

/** What tells them how to go on; null where there is nothing that they could do with it. */
const CASES: Partial<Record<Verdict, HelpCase>> = {
  'not-opened': 'accept',
  'not-activated': 'accept',
  expired: 'accept',
  'old-link': 'accept',
  proving: 'begun',
  'wrong-codes': 'begun',
  'no-cookies': 'cookies',
  'wrong-account': 'wrong-account',
  'no-password': 'steps',
  'no-second-factor': 'steps',
  'lost-factor-approved': 'sign-in',
  'new-password': 'steps',
  terms: 'steps',
  profile: 'steps',
  company: 'steps',
  'company-rejected': 'steps',
  'company-gone': 'steps',
  rejected: 'steps',
  'one-press': 'steps',
  'waiting-company': 'waiting',
  waiting: 'waiting',
  'waiting-elsewhere': 'waiting',
  unverified: 'sign-in',
  fine: 'sign-in',
  failing: 'sign-in',
  locked: 'locked',
  suspended: 'suspended',
  'account-disabled': 'disabled',
};

const ENDS = new Set(['accepted', 'declined', 'revoked', 'superseded']);

/** Requirements that are the person's own to meet, as "Still to do" names them. */
const PERSONAL: readonly RequirementName[] = [
  'identity-proven',
  'address-verified',
  'credential-set',
  'second-factor',
  'new-password',
  'terms-accepted',
  'profile-complete',
  'company-created',
];

/** The instructions that fit a verdict. */
export function helpFor(verdict: Verdict, findings: Findings): Help | null {
  const { invitation, missing, lockedUntil, account } = findings;
  const found = CASES[verdict];
  if (!found) return null;
  const isOpen = invitation !== null && !ENDS.has(invitation.state);
  const needsLink = isOpen && ['accept', 'begun', 'cookies', 'wrong-account', 'steps'].includes(found);
  // Terms that changed are agreed to at the next sign-in: there is no link for them.
  const steps = missing.map(({ name }) => name).filter((name) => PERSONAL.includes(name));
  const since = missing.find(({ name }) => name === 'approved')?.since ?? null;
  const plain = found === 'sign-in' && account && !account.passwordSetAt ? 'no-password' : found;
  return {
    case: !needsLink && found === 'steps' ? 'sign-in' : plain,
    needsLink,
    steps: found === 'steps' ? steps : [],
    date: found === 'locked' ? lockedUntil : found === 'waiting' ? since : null,
  };
}
