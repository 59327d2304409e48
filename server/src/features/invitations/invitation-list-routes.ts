import { bulkInvitationRoutes } from '@gatehouse/contract/bulk';
import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { FastifyInstance } from 'fastify';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { getOperation } from '../operations/index.ts';
import { beginBulk } from './begin-bulk.ts';
import { countInvitations, listInvitations } from './invitation-page-read-model.ts';
import { presentInvitation } from './present-invitation.ts';
import { narrowingOf } from './read-narrowing.ts';

/** The list of invitations, how many match, and what is done to many of them. */
export function registerInvitationLists(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  const { database, clock } = services;
  binder.bind(app, invitationListRoutes.list, async ({ organization, query }) => {
    const { limit, cursor, sort, ...filters } = query;
    const { organizationId } = organization;
    const now = clock.now();
    const rows = await listInvitations(
      database,
      { organizationId, filters: narrowingOf(filters), sort, now },
      { after: readPosition(cursor, sort !== 'address'), limit: limit + 1 },
    );
    const shown = rows.slice(0, limit);
    return {
      items: shown.map((row) => presentInvitation(row, now, row.stoppedAt)),
      nextCursor: rows.length > limit ? writePosition(shown.at(-1)) : null,
    };
  });
  binder.bind(app, invitationListRoutes.count, async ({ organization, query }) => {
    const { organizationId } = organization;
    const wanted = { organizationId, filters: narrowingOf(query), sort: 'newest', now: clock.now() } as const;
    const count = await countInvitations(database, wanted, MOST_AT_ONCE + 1);
    return { count: Math.min(count, MOST_AT_ONCE), capped: count > MOST_AT_ONCE };
  });
  binder.bind(app, bulkInvitationRoutes.bulk, async ({ organization, session, caller, body }) => {
    const id = await beginBulk(services, caller, organization, session.accountId, body);
    return getOperation(services, organization.organizationId, id);
  });
}
