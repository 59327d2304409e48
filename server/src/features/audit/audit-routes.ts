import { auditRoutes } from '@gatehouse/contract/audit';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { likePattern } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { type AuditEventRow, listAuditEvents } from './audit-event-read-model.ts';
import { findSealState } from './audit-seal-store.ts';

export function registerAuditRoutes(app: FastifyInstance, binder: Binder, { database }: Services): void {
  binder.bind(app, auditRoutes.list, async ({ organization, query }) => {
    const { limit, cursor, q, ...filters } = query;
    const wanted = { ...filters, pattern: likePattern(q) ?? undefined, before: readCursor(cursor) };
    const [rows, seal] = await Promise.all([
      listAuditEvents(database, organization.organizationId, wanted, limit + 1),
      findSealState(database, organization.organizationId),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(present),
      nextCursor: rows.length > limit && last ? `${last.micros}-${last.id}` : null,
      seal: {
        sealedAt: seal.sealedAt?.toISOString() ?? null,
        waiting: seal.waiting,
        oldest: seal.oldest?.toISOString() ?? null,
      },
    };
  });
}

function readCursor(cursor: string | undefined): { micros: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, micros, id] = /^(\d{1,17})-(\d{1,18})$/.exec(cursor) ?? [];
  if (micros === undefined || id === undefined) throw new AppError('REQUEST-INVALID');
  return { micros, id };
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
  };
}
