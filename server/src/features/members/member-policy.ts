import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may change the place of a member, and who may help one: sign out, unlock. Who may see it stands with the organization itself. */
export const memberAbilities = {
  'people.manage': ['owner', 'administrator'],
  'people.assist': ['owner', 'administrator', 'support'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
