import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may invite many at once. */
export const importAbilities = {
  'invitations.import': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
