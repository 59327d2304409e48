import type { Policies } from '@gatehouse/contract/organizations';
import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may do what with an organization itself. */
export const organizationAbilities = {
  'companies.read': ['owner', 'administrator', 'inviter'],
  'companies.decide': ['owner', 'administrator'],
  'recoveries.decide': ['owner', 'administrator'],
  'people.read': ['owner', 'administrator', 'support'],
  'join-requests.read': ['owner', 'administrator'],
  'join-requests.decide': ['owner', 'administrator'],
  'sign-in-events.read': ['owner', 'administrator', 'support'],
  'audit-events.read': ['owner', 'administrator', 'support'],
  'settings.read': ['owner', 'administrator'],
  'settings.update': ['owner', 'administrator'],
  'message-texts.update': ['owner', 'administrator'],
  'messages.release': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

/** What holds where an organization has decided nothing (ux.md s. 1.3; security.md S1). */
export const DEFAULT_POLICIES: Policies = {
  mailboxProof: 'code',
  invitationDays: 7,
  passwordMinLength: 15,
  passwordMixed: false,
  passwordDays: 0,
  temporaryPassword: false,
  firstPassword: 'asked',
  selfServiceRenewal: true,
  addAddress: true,
  reminders: true,
  companyApproval: false,
  secondFactor: 'off',
  trustedDeviceDays: 30,
  verifyPasskeys: false,
  recoveryHours: 24,
  smsFactor: true,
  signInTabs: false,
  lockTries: 5,
  alertMails: 'administrators',
  codeMinutes: 10,
  passwordSignIn: true,
  smsSignIn: true,
  sessionIdleMinutes: 7 * 24 * 60,
  sessionHours: 30 * 24,
};

/** The decided policies over the defaults. */
export function policiesOf(decided: Partial<Policies>): Policies {
  return { ...DEFAULT_POLICIES, ...decided };
}

/** What one organization asks of passwords; what it has not decided is undefined or null. */
export type AskedPassword = {
  readonly passwordMinLength?: number | null;
  readonly passwordMixed?: boolean | null;
  readonly passwordDays?: number | null;
};

/** The same with what it is called, for its name is no password either (ASVS 6.2.11). */
export type NamedAskedPassword = AskedPassword & { readonly name: string; readonly productName: string };

/** What a new password must be. `days`: it is replaced after so many; 0: never. */
export type WantedPassword = { readonly minLength: number; readonly mixed: boolean; readonly days: number };

/** NIST SP 800-63B-4 s. 3.1.1.2 and ASVS 6.2.1: as the only factor, and beside a second one that is always asked for. */
const FLOORS = { alone: 15, beside: 8 } as const;

/**
 * Of several organizations the strictest counts: one account has one password. Whatever was decided, it is never shorter
 * than what stands alone must be, unless a second step is required.
 */
export function strictestPasswordPolicy(
  asked: readonly AskedPassword[],
  isSecondStepRequired: boolean,
): WantedPassword {
  const floor = isSecondStepRequired ? FLOORS.beside : FLOORS.alone;
  const lengths = asked.map(({ passwordMinLength }) => passwordMinLength ?? DEFAULT_POLICIES.passwordMinLength);
  const days = asked.flatMap(({ passwordDays }) => (passwordDays ? [passwordDays] : []));
  return {
    minLength: Math.max(floor, ...(lengths.length > 0 ? lengths : [DEFAULT_POLICIES.passwordMinLength])),
    mixed: asked.some(({ passwordMixed }) => passwordMixed === true),
    days: days.length > 0 ? Math.min(...days) : 0,
  };
}

/** What an organization's policy comes to for somebody who administers it, and for somebody who does not. */
export type AskedFactor = {
  readonly policy: Policies['secondFactor'] | null;
  readonly administers: boolean;
  /** For how long a browser can be trusted. */
  readonly days: number | null;
  readonly verify: boolean | null;
};

/** Days for which a browser can be trusted: the fewest of all; 0 where one does not allow it. */
export function trustDaysOf(asked: readonly AskedFactor[]): number {
  return asked.length === 0
    ? DEFAULT_POLICIES.trustedDeviceDays
    : Math.min(...asked.map(({ days }) => days ?? DEFAULT_POLICIES.trustedDeviceDays));
}

/** Of several organizations the strictest counts: one account has one sign-in. */
export function strictestFactorPolicy(asked: readonly AskedFactor[]): 'off' | 'asked' | 'required' {
  const each = asked.map(({ policy, administers }) => {
    if (policy === 'required-for-administrators') return administers ? 'required' : 'asked';
    return policy ?? DEFAULT_POLICIES.secondFactor;
  });
  return (['required', 'asked'] as const).find((level) => each.includes(level)) ?? 'off';
}
