import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who sees how the organization's people come in: it tells of everybody's sign-ins too. */
export const overviewAbilities = {
  'overview.read': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
