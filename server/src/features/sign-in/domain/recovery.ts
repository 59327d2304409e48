import type { RecoveryWarning } from '@gatehouse/contract/recoveries';
import type { Role } from '@gatehouse/contract/roles';

const RUNS = new Set<Role>(['owner', 'administrator']);

/** Owners decide about everybody, administrators about those who run nothing; nobody about themselves. */
export function mayDecide(
  by: { id: string; roles: readonly Role[] },
  of: { id: string; roles: readonly Role[] },
): boolean {
  if (by.id === of.id) return false;
  if (by.roles.includes('owner')) return true;
  return by.roles.includes('administrator') && !of.roles.some((role) => RUNS.has(role));
}

/** Who decides about somebody with these roles: as `mayDecide` says, before it is known who they are. */
export function decidingRoles(of: readonly Role[]): Role[] {
  return of.some((role) => RUNS.has(role)) ? ['owner'] : ['owner', 'administrator'];
}

export type AskedRecovery = {
  readonly provenBy: readonly string[];
  readonly knownBrowser: boolean;
  readonly addressChanged: boolean;
  readonly roles: readonly Role[];
};

/** What whoever decides should think twice about. */
export function warningsOf({ provenBy, knownBrowser, addressChanged, roles }: AskedRecovery): RecoveryWarning[] {
  return [
    ...(provenBy.includes('password') ? [] : ['mailed-code' as const]),
    ...(knownBrowser ? [] : ['unknown-browser' as const]),
    ...(addressChanged ? ['address-changed' as const] : []),
    ...(roles.some((role) => RUNS.has(role)) ? ['runs-organization' as const] : []),
  ];
}
