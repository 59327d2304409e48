import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may change the place of a member. Who may see it stands with the organization itself. */
export const memberAbilities = {
  'people.manage': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
