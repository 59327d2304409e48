import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Support sees what whoever asks for help ran into; those who run the organization say that it was looked at. */
export const alertAbilities = {
  'alerts.read': ['owner', 'administrator', 'support'],
  'alerts.acknowledge': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
