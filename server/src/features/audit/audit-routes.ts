import { auditRoutes } from '@gatehouse/contract/audit';
import type { FastifyInstance } from 'fastify';
import { readWords } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { type AuditEventRow, listAuditEvents } from './audit-event-read-model.ts';
import { findSealState } from './audit-seal-store.ts';
import { readCursor, writeCursor } from './export-audit-events.ts';

export function registerAuditRoutes(app: FastifyInstance, binder: Binder, { database }: Services): void {
  binder.bind(app, auditRoutes.list, async ({ organization, query }) => {
    const { limit, cursor, q, ...filters } = query;
    const wanted = { ...filters, words: readWords(q) ?? undefined, before: readCursor(cursor) };
    const [rows, seal] = await Promise.all([
      listAuditEvents(database, organization.organizationId, wanted, limit + 1),
      findSealState(database, organization.organizationId),
    ]);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(present),
      nextCursor: rows.length > limit ? writeCursor(shown.at(-1)) : null,
      seal: {
        sealedAt: seal.sealedAt?.toISOString() ?? null,
        waiting: seal.waiting,
        oldest: seal.oldest?.toISOString() ?? null,
        head: seal.head,
      },
    };
  });
}

function present(row: AuditEventRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId, name: row.subjectName },
    change: row.change,
    ip: row.ip,
    requestId: row.requestId,
    sealed: row.sealed,
    leadsTo: {
      memberId: row.memberId,
      invitationId: row.subjectType === 'invitation' && row.subjectName !== null ? row.subjectId : null,
      address: addressOf(row.change.identifier),
    },
  };
}

/** The address that somebody has trouble with, for the diagnosis. */
function addressOf(identifier: unknown): string | null {
  return typeof identifier === 'string' && identifier !== '' ? identifier : null;
}
