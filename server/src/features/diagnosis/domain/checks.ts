import type { CHECKS } from '@gatehouse/contract/diagnosis';
import type { ErrorCode } from '@gatehouse/contract/errors';
import type { RequirementName } from '@gatehouse/contract/invitations';
import type { Role } from '@gatehouse/contract/roles';
import { type Findings, failuresOf, isKnown, openPaper } from './findings.ts';

export type CheckName = (typeof CHECKS)[number];

/** One thing that was looked at. `evidence` is the end of a key below `diagnosis.evidence.`; dates are told as such. */
export type Check = {
  readonly name: CheckName;
  readonly state: 'ok' | 'problem' | 'not-applicable';
  readonly evidence: string;
  readonly date?: Date | null;
  readonly since?: Date | null;
  readonly words?: Readonly<Record<string, string | number>>;
  /** Missing requirements, states, roles and stopped pages, which have names of their own. */
  readonly missing?: readonly RequirementName[];
  readonly invitationState?: string;
  readonly roles?: readonly Role[];
  readonly reason?: string | null;
  readonly stopped?: ErrorCode;
};

type Maker = (findings: Findings, missing: readonly RequirementName[]) => Omit<Check, 'name'>;

const ok = (evidence: string, more: Partial<Check> = {}) => ({ state: 'ok', evidence, ...more }) as const;
const problem = (evidence: string, more: Partial<Check> = {}) => ({ state: 'problem', evidence, ...more }) as const;
const none = (evidence: string, more: Partial<Check> = {}) => ({ state: 'not-applicable', evidence, ...more }) as const;

const STEPS: readonly RequirementName[] = ['terms-accepted', 'profile-complete', 'company-created', 'approved'];

/** What is left to do about a second step that is set up, and lost. */
const LOST = new Set(['approve-recovery', 'approve-recovery-outside', 'finish-recovery']);

/** In the order of ux.md s. 4.3; those that do not apply say why. */
export function checksOf(findings: Findings): Check[] {
  const names = Object.keys(MAKERS) as CheckName[];
  const missing = findings.missing.map(({ name }) => name);
  return names.map((name) => ({ name, ...MAKERS[name](findings, missing) }));
}

const MAKERS: Readonly<Record<CheckName, Maker>> = {
  known: (findings) => (isKnown(findings) ? ok('known') : problem('unknown')),
  listed: ({ member, invitation, joinRequest }) => {
    if (member?.state === 'active' || member?.state === 'suspended') return ok('listed-member');
    if (invitation) return ok('listed-invitation', { date: invitation.createdAt });
    return joinRequest ? ok('listed-request') : problem('listed-none');
  },
  delivered: ({ delivery, invitation, suppressed }) => {
    if (suppressed) return problem('suppressed');
    if (invitation?.sendAt) return none('delivery-planned', { date: invitation.sendAt });
    if (!invitation || invitation.state === 'accepted' || !delivery) return none('no-message');
    const { channel, state, at, response, receipt } = delivery;
    if (state === 'bounced' || state === 'abandoned') {
      return problem('delivery-failed', { date: at, words: { response: response ?? '?' } });
    }
    if (state === 'queued' || state === 'sending') return problem('delivery-waits', { date: at });
    if (receipt === 'overdue') return problem('no-receipt', { date: at });
    if (channel === 'sms') return ok(receipt === 'received' ? 'sms-delivered' : 'sms-sent', { date: at });
    return ok('delivered', { date: at });
  },
  link: ({ invitation, missing, begunAt }) => {
    if (!invitation) return none('no-invitation');
    const { state, endedAt, endsAt } = invitation;
    if (state === 'accepted') return ok('link-used', { date: endedAt });
    if (invitation.sendAt) return none('link-planned', { date: invitation.sendAt });
    const ended = missing.find(({ name }) => name === 'invitation-live');
    if (ended) {
      const shown = ended.reason === 'INV-EXPIRED' ? 'expired' : state;
      return problem('link-ended', { date: endedAt ?? endsAt, invitationState: shown });
    }
    return begunAt ? ok('link-begun', { date: endsAt, since: begunAt }) : ok('link-valid', { date: endsAt });
  },
  account: ({ account }) => (account ? ok('account', { date: account.createdAt }) : problem('account-none')),
  verified: ({ account }) => {
    if (!account) return none('no-account');
    return account.addressVerifiedAt ? ok('verified', { date: account.addressVerifiedAt }) : problem('verified-none');
  },
  'account-state': ({ account, lockedUntil }) => {
    if (!account) return none('no-account');
    if (account.state === 'disabled' || account.state === 'deleted') return problem('account-disabled');
    if (lockedUntil) return problem('account-locked', { date: lockedUntil });
    return ok(account.state === 'pending' ? 'account-pending' : 'account-active');
  },
  method: (findings, missing) => {
    const { account } = findings;
    if (!account) return none('no-account');
    const printed = openPaper(findings);
    if (printed) {
      const told = { since: printed.at, date: printed.until, words: { name: printed.by } };
      return printed.isOver ? problem('printed-code-over', told) : ok('printed-code', told);
    }
    if (missing.includes('new-password'))
      return problem('password-due', { date: account.passwordDue?.at ?? account.passwordSetAt });
    return account.passwordSetAt ? ok('password', { date: account.passwordSetAt }) : problem('password-none');
  },
  attempts: (findings) => {
    const { account, wrongCodes, invitation } = findings;
    const failures = failuresOf(findings);
    const [last] = failures;
    if (last) return problem('attempts', { date: last.at, reason: last.reason, words: { count: failures.length } });
    if (wrongCodes.count > 0 && invitation?.state !== 'accepted') {
      return problem('wrong-codes', { date: wrongCodes.at, words: { count: wrongCodes.count } });
    }
    return account ? ok('attempts-none') : none('no-account');
  },
  // There are only passwords and codes: nothing of a company's own sign-in can stand in the way.
  route: () => none('route-none'),
  policy: ({ secondFactorAt, missing: open }, missing) => {
    const second = open.find(({ name }) => name === 'second-factor');
    if (second && LOST.has(second.remedy)) return problem('policy-second-step-lost', { date: second.since });
    if (missing.includes('second-factor')) return problem('policy-second-step');
    return secondFactorAt ? ok('policy-second-step-set', { date: secondFactorAt }) : none('policy-none');
  },
  steps: ({ account }, missing) => {
    if (!account) return none('no-account');
    const left = missing.filter((name) => STEPS.includes(name));
    return left.length > 0 ? problem('steps-missing', { missing: left }) : ok('steps-none');
  },
  membership: (findings, missing) => {
    const { member, joinRequest } = findings;
    if (!isKnown(findings)) return none('no-account');
    if (!missing.includes('membership-active') && member?.state !== 'removed') {
      return member ? ok('membership-roles', { roles: member.roles }) : ok('membership');
    }
    if (findings.missing.some(({ reason }) => reason === 'ORG-SUSPENDED')) return problem('organization-suspended');
    if (member?.state === 'suspended') return problem('membership-suspended');
    if (member?.state === 'removed') return problem('membership-removed');
    return problem(joinRequest?.state === 'requested' ? 'membership-asked' : 'membership-none');
  },
  seat: ({ limited }, missing) => {
    if (missing.includes('seat-available')) return problem('seat-full');
    return limited ? ok('seat-free') : none('seat-none');
  },
  client: ({ stops, invitation }) => {
    const [last] = stops;
    if (last) return problem('client-stopped', { date: last.at, stopped: last.error });
    return invitation && invitation.state !== 'accepted' ? ok('client-none') : none('client-unseen');
  },
};
