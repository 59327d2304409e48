import type { PasswordReason } from '@gatehouse/contract/flows';
import { after, DAY } from '../../../kernel/clock.ts';
import type { AccountFact, AdmissionPolicy, Facts } from './facts.ts';
import { met, type Requirement, unmet } from './requirement.ts';

const NAME = 'new-password';

/** Why this person must set a password before they are in, and since when; null where they need not. */
export type PasswordDue = { readonly reason: PasswordReason; readonly since: Date };

/**
 * Whoever came by a link to set a password sets one; whoever signs in does where an administrator asked for it, where
 * they came by a temporary one, or where an organization wants a new one after so many days.
 */
export function passwordDue(
  account: AccountFact,
  { kind, flow }: Pick<Facts, 'kind' | 'flow'>,
  policy: Pick<AdmissionPolicy, 'passwordDays'>,
  now: Date,
): PasswordDue | null {
  if (kind === 'confirm') return null;
  const setAt = account.passwordSetAt;
  if (kind === 'recovery') {
    const began = flow?.createdAt ?? now;
    return setAt && setAt >= began ? null : { reason: setAt ? 'forgotten' : 'first', since: began };
  }
  if (account.passwordDue) return { reason: account.passwordDue.by, since: account.passwordDue.at };
  if (policy.passwordDays === 0 || !setAt) return null;
  const oldAt = after(setAt, policy.passwordDays * DAY);
  return oldAt <= now ? { reason: 'rotation', since: oldAt } : null;
}

/** The requirement of it, for an account that may be spoken of. */
export function assessNewPassword(
  account: AccountFact,
  facts: Facts,
  policy: AdmissionPolicy,
  now: Date,
): Requirement | null {
  const due = passwordDue(account, facts, policy, now);
  if (due) return unmet(NAME, 'person', 'set-password', due.since);
  return facts.kind === 'recovery' ? met(NAME, account.passwordSetAt) : null;
}
