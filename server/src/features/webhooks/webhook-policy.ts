import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who says where alerts are posted to: it tells others of people's sign-ins. */
export const webhookAbilities = {
  'webhook.manage': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;
