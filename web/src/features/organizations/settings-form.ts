import type { OrganizationSettings, UpdateSettings } from '@gatehouse/contract/organizations';
import type { FieldProblems } from '../../lib/field-problems.ts';

/** Policies that are numbers, kept as they are typed. */
type NumberPolicy =
  | 'invitationDays'
  | 'passwordMinLength'
  | 'passwordDays'
  | 'trustedDeviceDays'
  | 'recoveryHours'
  | 'lockTries'
  | 'codeMinutes'
  | 'sessionIdleMinutes'
  | 'sessionHours';

/** What the form holds: the settings as they are, with numbers as they are typed. */
export type SettingsForm = Omit<OrganizationSettings, 'slug' | 'policies'> & {
  policies: Omit<OrganizationSettings['policies'], NumberPolicy> & {
    [P in NumberPolicy]: string;
  };
};

export function toForm({ slug: _, policies, ...rest }: OrganizationSettings): SettingsForm {
  return {
    ...rest,
    policies: {
      ...policies,
      invitationDays: String(policies.invitationDays),
      passwordMinLength: String(policies.passwordMinLength),
      passwordDays: String(policies.passwordDays),
      trustedDeviceDays: String(policies.trustedDeviceDays),
      lockTries: String(policies.lockTries),
      codeMinutes: String(policies.codeMinutes),
      sessionIdleMinutes: String(policies.sessionIdleMinutes),
      sessionHours: String(policies.sessionHours),
      recoveryHours: String(policies.recoveryHours),
    },
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Only what differs, so that two administrators do not undo each other. Empty: nothing to save. */
export function changesOf(settings: OrganizationSettings, form: SettingsForm): UpdateSettings {
  const policies = {
    ...form.policies,
    invitationDays: Number(form.policies.invitationDays),
    passwordMinLength: Number(form.policies.passwordMinLength),
    passwordDays: Number(form.policies.passwordDays),
    trustedDeviceDays: Number(form.policies.trustedDeviceDays),
    lockTries: Number(form.policies.lockTries),
    codeMinutes: Number(form.policies.codeMinutes),
    sessionIdleMinutes: Number(form.policies.sessionIdleMinutes),
    sessionHours: Number(form.policies.sessionHours),
    recoveryHours: Number(form.policies.recoveryHours),
  };
  const changedPolicies = Object.fromEntries(
    Object.entries(policies).filter(([name, value]) => !same(settings.policies[name as keyof typeof policies], value)),
  );
  const { policies: _, ...rest } = form;
  const changed = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => !same(settings[name as keyof typeof rest], value)),
  );
  return { ...changed, ...(Object.keys(changedPolicies).length > 0 ? { policies: changedPolicies } : {}) };
}

/** Moves one entry by one place; at an end it stays. */
export function moved<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const target = index + by;
  const result = [...items];
  const [item] = result.splice(index, 1);
  if (item === undefined || target < 0 || target >= items.length) return [...items];
  result.splice(target, 0, item);
  return result;
}

const LIMITS = {
  invitationDays: [1, 30],
  passwordMinLength: [8, 64],
  passwordDays: [0, 730],
  trustedDeviceDays: [0, 90],
  codeMinutes: [3, 10],
  recoveryHours: [1, 168],
} as const;

export function checkNumbers({ policies }: SettingsForm): FieldProblems {
  const problems: Record<string, FieldProblems[string]> = {};
  for (const [name, [min, max]] of Object.entries(LIMITS)) {
    const typed = policies[name as keyof typeof LIMITS];
    const number = Number(typed);
    if (typed.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) continue;
    problems[`policies.${name}`] = { code: 'FIELD-OUT-OF-RANGE', params: { min, max } };
  }
  return problems;
}
