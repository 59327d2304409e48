import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may ask why somebody cannot get in. */
export const diagnosisAbilities = {
  'diagnosis.read': ['owner', 'administrator', 'support'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
