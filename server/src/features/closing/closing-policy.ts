import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who closes what: one's own organization its owners, a company that came in by it those who administer it. */
export const closingAbilities = {
  'companies.close': ['owner', 'administrator'],
  'organization.close': ['owner'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
