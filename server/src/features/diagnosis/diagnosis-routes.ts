import { diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { Ability } from '@gatehouse/contract/route';
import type { FastifyInstance } from 'fastify';
import type { MembershipView } from '../../kernel/actor.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { diagnose } from './diagnose-person.ts';

export function registerDiagnosisRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: Services,
  { isAllowed }: { readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean },
): void {
  binder.bind(app, diagnosisRoutes.get, ({ organization, caller, query }) => {
    const { organizationId, slug } = organization;
    const may = (ability: Ability) => isAllowed(organization, ability);
    return diagnose(services, caller, { organizationId, slug, may }, query.identifier);
  });
}
