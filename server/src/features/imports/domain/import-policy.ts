import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may invite many at once. */
export const importAbilities = {
  'invitations.import': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

/** True while somebody with these roles may: a run asks again before each of its parts. */
export function mayImport(roles: readonly Role[]): boolean {
  const allowed: readonly Role[] = importAbilities['invitations.import'];
  return roles.some((role) => allowed.includes(role));
}
