import { type InvitationFilters, invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { FastifyInstance } from 'fastify';
import { likePattern, readPosition, writePosition } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import type { Narrowing } from './invitation-filter-read-model.ts';
import { countInvitations, listInvitations } from './invitation-page-read-model.ts';
import { presentInvitation } from './present-invitation.ts';

/** The list of invitations, and how many match. */
export function registerInvitationLists(app: FastifyInstance, binder: Binder, { database, clock }: Services): void {
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
}

function narrowingOf({ q, ...filters }: InvitationFilters): Narrowing {
  const pattern = likePattern(q);
  return { ...filters, ...(pattern === null ? {} : { words: { pattern, digits: digitsPattern(q) } }) };
}

/** Two digits are no number that anybody looks for; a zero in front is dialled inside a country only. */
function digitsPattern(typed: string | undefined): string | null {
  const text = typed?.normalize('NFKC') ?? '';
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return /^[\d\s+().-]+$/.test(text) && digits.length > 2 ? `%${digits}%` : null;
}
