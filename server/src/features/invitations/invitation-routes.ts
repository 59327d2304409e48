import { addedMemberRoutes } from '@gatehouse/contract/added-members';
import { invitationPreviewRoutes } from '@gatehouse/contract/invitation-preview';
import type { Invitation, RequirementName } from '@gatehouse/contract/invitations';
import { invitationRoutes } from '@gatehouse/contract/invitations';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { addMember, checkAdded } from './add-member.ts';
import { correctInvitation } from './correct-invitation.ts';
import { createInvitation } from './create-invitation.ts';
import { extendInvitation } from './extend-invitation.ts';
import { findInvitationOf, listTimeline, listWaitingInvitations } from './invitation-list-read-model.ts';
import { registerInvitationLists } from './invitation-list-routes.ts';
import { makeLink } from './make-link.ts';
import { presentInvitation } from './present-invitation.ts';
import { previewInvitation } from './preview-invitation.ts';
import { shownAddressesOf } from './read-invited.ts';
import { rescheduleInvitation } from './reschedule-invitation.ts';
import { resendInvitation } from './resend-invitation.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { sendPlannedNow } from './send-planned.ts';
import { suppressionPath } from './suppress-invitations.ts';

/** The requirement that holds each invited person, by invitation id: asked of `admission`, which is wired to this. */
export type StoppedAt = (ids: readonly string[]) => Promise<ReadonlyMap<string, RequirementName | null>>;

export function registerInvitationRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  stoppedAt: StoppedAt,
): void {
  const one = async (organizationId: string, id: string): Promise<Invitation> => {
    const row = await findInvitationOf(services.database, organizationId, id);
    if (!row) throw new AppError('NOT-FOUND');
    return presentInvitation(row, services.clock.now(), (await stoppedAt([id])).get(id) ?? null);
  };
  registerInvitationLists(app, binder, services);
  binder.bind(app, invitationRoutes.create, async ({ organization, session, caller, body }) => {
    const id = await createInvitation(services, caller, organization, session.accountId, body);
    return one(organization.organizationId, id);
  });
  binder.bind(app, invitationPreviewRoutes.preview, ({ organization, session, body }) =>
    previewInvitation(services, organization, session.accountId, body),
  );
  binder.bind(app, addedMemberRoutes.add, async ({ organization, session, caller, body }) => {
    const id = await addMember(services, caller, organization, session.accountId, body);
    return one(organization.organizationId, id);
  });
  binder.bind(app, addedMemberRoutes.check, ({ organization, body }) => checkAdded(services, organization, body));
  binder.bind(app, invitationRoutes.get, async ({ organization, params }) => {
    const { organizationId } = organization;
    const [invitation, timeline, deliveries] = await Promise.all([
      one(organizationId, params.id),
      listTimeline(services.database, params.id),
      services.notifications.deliveriesOf(services.database, 'invitation', [params.id]),
    ]);
    return {
      ...invitation,
      timeline: timeline.map((event) => ({ ...event, at: event.at.toISOString() })),
      deliveries: deliveries.map(({ channel, to, state, response, at }) => {
        const receipt = services.notifications.receiptOf({ channel, state, at });
        return { channel, to, state, response, receipt, at: at.toISOString() };
      }),
    };
  });
  binder.bind(app, invitationRoutes.resend, async ({ organization, caller, params }) => {
    await resendInvitation(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, invitationRoutes.revoke, async ({ organization, caller, params }) => {
    await revokeInvitation(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  registerOperations(app, binder, services, one);
  registerForPeople(app, binder, services);
}

type One = (organizationId: string, id: string) => Promise<Invitation>;

function registerOperations(app: FastifyInstance, binder: Binder, services: MessagingServices, one: One): void {
  binder.bind(app, invitationRoutes.correct, async ({ organization, caller, params, body }) => {
    await correctInvitation(services, caller, organization, params.id, body);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, invitationRoutes.extend, async ({ organization, caller, params, body }) => {
    await extendInvitation(services, caller, organization.organizationId, params.id, body.days);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, invitationRoutes.sendNow, async ({ organization, caller, params }) => {
    await sendPlannedNow(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, invitationRoutes.reschedule, async ({ organization, caller, params, body }) => {
    await rescheduleInvitation(services, caller, organization.organizationId, params.id, body.sendAt);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, invitationRoutes.link, ({ organization, caller, params }) =>
    makeLink(services, caller, organization, params.id),
  );
}

function registerForPeople(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, sessionRoutes.invitations, async ({ session }) => {
    const rows = await listWaitingInvitations(services.database, session.accountId, services.clock.now());
    const items = rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      added: row.added,
      organizationName: row.organizationName,
      inviterName: row.inviterName,
      to: row.shown,
      alsoTo: shownAddressesOf(row)[1] ?? null,
      name: row.name,
      roles: row.roles,
      note: row.note,
      handedOver: null,
      expiresAt: row.expiresAt.toISOString(),
      stopInvitingPath: suppressionPath(services, row.id, row.canonical),
    }));
    return { items, nextCursor: null };
  });
}
