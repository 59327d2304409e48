import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import { type Member, type MemberFilters, memberListRoutes } from '@gatehouse/contract/member-filters';
import type { FastifyInstance } from 'fastify';
import { likePattern, readPosition, writePosition } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { countMembers, listMembers, type MemberListRow, type MemberNarrowing } from './member-list-read-model.ts';

/** The list of people, and how many match. */
export function registerMemberLists(app: FastifyInstance, binder: Binder, { database, clock }: Services): void {
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
}

function narrowingOf({ q, ...filters }: MemberFilters): MemberNarrowing {
  const pattern = likePattern(q);
  return pattern === null ? filters : { ...filters, pattern };
}

function presentMember(row: MemberListRow): Member {
  const { id, accountId, name, email, roles, state, joinedAt, joinedBy, lastSignInAt } = row;
  return {
    id,
    accountId,
    name,
    email,
    roles,
    state,
    joinedAt: joinedAt.toISOString(),
    joinedBy,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  };
}
