import { diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { Locale } from '@gatehouse/contract/locales';
import type { Ability } from '@gatehouse/contract/route';
import type { FastifyInstance } from 'fastify';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { diagnose } from './diagnose-person.ts';

type Asked = { readonly identifier: string; readonly lang?: Locale | undefined };

export function registerDiagnosisRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  { isAllowed }: { readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean },
): void {
  const look = (caller: Caller, organization: MembershipView, { identifier, lang }: Asked) => {
    const { organizationId, slug } = organization;
    const may = (ability: Ability) => isAllowed(organization, ability);
    const reader = lang ? { ...caller, locale: lang } : caller;
    return diagnose(services, reader, { organizationId, slug, may }, identifier);
  };
  binder.bind(app, diagnosisRoutes.get, ({ organization, caller, query }) => look(caller, organization, query));
  binder.bind(app, diagnosisRoutes.look, ({ organization, caller, body }) => look(caller, organization, body));
}
