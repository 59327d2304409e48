import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';
import { alertAbilities } from './features/alerts/index.ts';
import { closingAbilities } from './features/closing/index.ts';
import { diagnosisAbilities } from './features/diagnosis/index.ts';
import { importAbilities } from './features/imports/index.ts';
import { invitationAbilities } from './features/invitations/index.ts';
import { memberAbilities } from './features/members/index.ts';
import { operationAbilities } from './features/operations/index.ts';
import { organizationAbilities } from './features/organizations/index.ts';
import { overviewAbilities } from './features/overview/index.ts';
import { viewAbilities } from './features/views/index.ts';
import { webhookAbilities } from './features/webhooks/index.ts';
import type { MembershipView } from './kernel/actor.ts';

/** Who may do what: the tables of all slices. An ability that stands in none of them is nobody's. */
const ABILITIES: Partial<Record<Ability, readonly Role[]>> = {
  ...invitationAbilities,
  ...importAbilities,
  ...operationAbilities,
  ...organizationAbilities,
  ...closingAbilities,
  ...overviewAbilities,
  ...diagnosisAbilities,
  ...memberAbilities,
  ...viewAbilities,
  ...alertAbilities,
  ...webhookAbilities,
};

/** True when one of the member's roles has the ability. */
export function isAllowed(membership: MembershipView, ability: Ability): boolean {
  return membership.roles.some((role) => ABILITIES[ability]?.includes(role));
}
