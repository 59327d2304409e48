import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may watch and stop operations: one's own at least, see {@link seesAll}. */
export const operationAbilities = {
  'operations.read': ['owner', 'administrator', 'inviter', 'support'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

/** True for those who see, and may stop, the operations of everybody in their organization. */
export function seesAll(roles: readonly Role[]): boolean {
  return roles.includes('owner') || roles.includes('administrator');
}
