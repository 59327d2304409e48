import { diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import { linkRequestRoutes } from '@gatehouse/contract/link-requests';
import type { Locale } from '@gatehouse/contract/locales';
import type { Ability } from '@gatehouse/contract/route';
import type { FastifyInstance } from 'fastify';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { diagnose } from './diagnose-person.ts';
import type { Asker } from './domain/fixes.ts';
import { requestHelp } from './request-help.ts';
import { sendInstructions } from './send-instructions.ts';
import { unlockSignIn } from './unlock-sign-in.ts';

type Asked = { readonly identifier: string; readonly lang?: Locale | undefined };

export function registerDiagnosisRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  { isAllowed }: { readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean },
): void {
  const askerOf = (organization: MembershipView): Asker => ({
    organizationId: organization.organizationId,
    slug: organization.slug,
    may: (ability) => isAllowed(organization, ability),
  });
  const look = (caller: Caller, organization: MembershipView, { identifier, lang }: Asked) => {
    const reader = lang ? { ...caller, locale: lang } : caller;
    return diagnose(services, reader, askerOf(organization), identifier);
  };
  binder.bind(app, diagnosisRoutes.get, ({ organization, caller, query }) => look(caller, organization, query));
  binder.bind(app, linkRequestRoutes.request, async ({ caller, body }) => {
    await requestHelp(services, { ...caller, locale: body.locale ?? caller.locale }, body.identifier);
    return { accepted: true } as const;
  });
  binder.bind(app, diagnosisRoutes.instruct, ({ organization, caller, body }) =>
    sendInstructions(services, caller, askerOf(organization), body.identifier),
  );
  binder.bind(app, diagnosisRoutes.unlock, async ({ organization, caller, body }) => {
    await unlockSignIn(services, caller, organization.organizationId, body.identifier);
    return { unlocked: true } as const;
  });
  binder.bind(app, diagnosisRoutes.look, ({ organization, caller, body }) => look(caller, organization, body));
}
