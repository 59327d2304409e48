import { ROLES, type Role } from '@gatehouse/contract/roles';

export type MembershipState = 'active' | 'suspended' | 'removed';

/** What can be done to a place, and from which states. The guarded `update` of member-store.ts is its twin. */
export const CHANGES = {
  'roles-changed': { from: ['active', 'suspended'], to: null },
  suspended: { from: ['active'], to: 'suspended' },
  restored: { from: ['suspended'], to: 'active' },
  removed: { from: ['active', 'suspended'], to: 'removed' },
  left: { from: ['active'], to: 'removed' },
} as const satisfies Record<string, { from: readonly MembershipState[]; to: MembershipState | null }>;
export type MembershipChange = keyof typeof CHANGES;

function rankOf(roles: readonly Role[]): number {
  return Math.min(ROLES.length, ...roles.map((role) => ROLES.indexOf(role)));
}

/** Nobody touches somebody with a higher role than their own. */
export function mayTouch(held: readonly Role[], target: readonly Role[]): boolean {
  return rankOf(held) <= rankOf(target);
}

/** Roles without repetition, highest first, as they are kept. */
export function orderedRoles(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => roles.includes(role));
}
