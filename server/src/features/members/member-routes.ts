import { memberIdentifierRoutes } from '@gatehouse/contract/identifiers';
import { memberRoutes } from '@gatehouse/contract/members';
import type { FastifyInstance } from 'fastify';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { isProofFresh } from '../sessions/index.ts';
import { askForChange } from './ask-change.ts';
import { distrustMember, endMemberSession, endMemberSessions } from './assist-member.ts';
import { changeMember, leaveOrganization, type Target } from './change-membership.ts';
import { getMember } from './get-member.ts';
import { registerMemberLists } from './member-list-routes.ts';
import { planReset, requireNewPassword, resetPassword } from './reset-password.ts';
import { updateMember } from './update-member.ts';

type Asked = {
  readonly organization: MembershipView;
  readonly session: SignedIn;
  readonly params: { id: string };
  readonly caller: Caller;
};

export function registerMemberRoutes(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  const targetOf = ({ organization, session, params }: Asked) => ({
    organizationId: organization.organizationId,
    id: params.id,
    by: session.accountId,
  });
  const answer = ({ organization, session, params, caller }: Asked) => {
    const reader = { accountId: session.accountId, roles: organization.roles, locale: caller.locale };
    return getMember(services, organization.organizationId, params.id, reader);
  };
  const isProven = ({ session }: Asked) => isProofFresh(session, services.clock.now());
  registerMemberLists(app, binder, services);
  binder.bind(app, memberRoutes.get, answer);
  binder.bind(app, memberRoutes.update, async (asked) => {
    await updateMember(services, asked.caller, targetOf(asked), { ...asked.body, isProven: isProven(asked) });
    return answer(asked);
  });
  binder.bind(app, memberRoutes.suspend, async (asked) => {
    await changeMember(services, asked.caller, targetOf(asked), 'suspended', {
      reason: asked.body.reason ?? '',
      isProven: isProven(asked),
    });
    return answer(asked);
  });
  binder.bind(app, memberRoutes.restore, async (asked) => {
    await changeMember(services, asked.caller, targetOf(asked), 'restored', {
      reason: asked.body.reason ?? '',
      isProven: isProven(asked),
    });
    return answer(asked);
  });
  binder.bind(app, memberRoutes.remove, async (asked) => {
    await changeMember(services, asked.caller, targetOf(asked), 'removed', {
      reason: asked.body.reason ?? '',
      isProven: isProven(asked),
    });
    return answer(asked);
  });
  binder.bind(app, memberRoutes.endSessions, async (asked) => ({
    ended: await endMemberSessions(services, asked.caller, targetOf(asked)),
  }));
  binder.bind(app, memberIdentifierRoutes.ask, async (asked) => {
    await askForChange(services, asked.caller, targetOf(asked), asked.body.identifier);
    return undefined;
  });
  registerResets(app, binder, services, targetOf);
  binder.bind(app, memberRoutes.endSession, async (asked) => {
    await endMemberSession(services, asked.caller, targetOf(asked), asked.params.session);
    return undefined;
  });
  binder.bind(app, memberRoutes.distrust, async (asked) => {
    await distrustMember(services, asked.caller, targetOf(asked));
    return undefined;
  });
  binder.bind(app, memberRoutes.leave, async ({ session, caller, body: { organization } }) => {
    const isProven = isProofFresh(session, services.clock.now());
    await leaveOrganization(services, caller, { accountId: session.accountId, organization, isProven });
    return undefined;
  });
}

function registerResets(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  targetOf: (asked: Asked) => Target,
): void {
  binder.bind(app, memberRoutes.resetPlan, async (asked) => {
    const { ways, devices, dueSince, hasPassword } = await planReset(services, targetOf(asked));
    return { ways: [...ways], devices, dueSince: dueSince?.toISOString() ?? null, hasPassword };
  });
  binder.bind(app, memberRoutes.resetPassword, (asked) =>
    resetPassword(services, asked.caller, targetOf(asked), asked.body),
  );
  binder.bind(app, memberRoutes.requirePassword, async (asked) => ({
    dueSince: (await requireNewPassword(services, asked.caller, targetOf(asked), asked.body.reason)).toISOString(),
  }));
}
