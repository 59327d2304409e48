import { bulkMemberRoutes } from '@gatehouse/contract/bulk';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import { type Member, memberListRoutes } from '@gatehouse/contract/member-filters';
import type { FastifyInstance } from 'fastify';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { getOperation } from '../operations/index.ts';
import { beginBulk } from './begin-bulk.ts';
import { countMembers, listMembers, type MemberListRow } from './member-list-read-model.ts';
import { previewRoles } from './preview-roles.ts';
import { narrowingOf } from './read-narrowing.ts';

/** The list of people, how many match, and what is done to many of them. */
export function registerMemberLists(app: FastifyInstance, binder: Binder, services: Services): void {
  const { database, clock } = services;
  binder.bind(app, memberListRoutes.list, async ({ organization, query, caller }) => {
    const { limit, cursor, sort, ...filters } = query;
    const { organizationId } = organization;
    const { locale } = caller;
    const rows = await listMembers(
      database,
      { organizationId, filters: narrowingOf(filters), sort, locale, now: clock.now() },
      { after: readPosition(cursor, sort !== 'name'), limit: limit + 1 },
    );
    const shown = rows.slice(0, limit);
    return { items: shown.map(presentMember), nextCursor: rows.length > limit ? writePosition(shown.at(-1)) : null };
  });
  binder.bind(app, memberListRoutes.count, async ({ organization, query, caller }) => {
    const { organizationId } = organization;
    const { locale } = caller;
    const wanted = { organizationId, filters: narrowingOf(query), sort: 'joined', locale, now: clock.now() } as const;
    const count = await countMembers(database, wanted, MOST_AT_ONCE + 1);
    return { count: Math.min(count, MOST_AT_ONCE), capped: count > MOST_AT_ONCE };
  });
  binder.bind(app, bulkMemberRoutes.previewRoles, ({ organization, session, caller, body }) =>
    previewRoles(services, caller, organization, session.accountId, body),
  );
  binder.bind(app, bulkMemberRoutes.bulk, async ({ organization, session, caller, body }) => {
    const id = await beginBulk(services, caller, organization, session.accountId, body);
    return getOperation(services, organization.organizationId, id);
  });
}

function presentMember(row: MemberListRow): Member {
  const { id, accountId, name, email, phone, roles, state, joinedAt, joinedBy, lastSignInAt } = row;
  return {
    id,
    accountId,
    name,
    email,
    phone,
    roles,
    state,
    joinedAt: joinedAt.toISOString(),
    joinedBy,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  };
}
