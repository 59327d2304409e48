import { Readable } from 'node:stream';
import { exportRoutes } from '@gatehouse/contract/exports';
import { type Operation, type OperationRow, operationRoutes } from '@gatehouse/contract/operations';
import type { FastifyInstance } from 'fastify';
import type { MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { writeCsv } from '../../platform/spreadsheets/write-csv.ts';
import { beginExport, type IsAllowed } from './begin-export.ts';
import { seesAll } from './domain/operation-policy.ts';
import { findOperationView, listOperationRows, listOperations, type OperationRowView } from './operation-read-model.ts';
import { presentOperation } from './present-operation.ts';
import { retryOperation } from './retry-operation.ts';
import { sendFile } from './send-file.ts';
import { stopOperation } from './stop-operation.ts';
import { undoOperation } from './undo-operation.ts';
import { writeRowReport } from './write-row-report.ts';

type Asked = { readonly organization: MembershipView; readonly session: SignedIn };

export function registerOperationRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: Services,
  isAllowed: IsAllowed,
): void {
  const { database } = services;
  const ownOnly = ({ organization, session }: Asked) => (seesAll(organization.roles) ? null : session.accountId);
  const one = async (asked: Asked & { readonly params: { id: string } }): Promise<Operation> => {
    const { organizationId } = asked.organization;
    const view = await findOperationView(database, organizationId, asked.params.id, ownOnly(asked));
    if (!view) throw new AppError('NOT-FOUND');
    return presentOperation(view);
  };
  binder.bind(app, operationRoutes.list, async (asked) => {
    const { organization, query } = asked;
    const page = { before: query.cursor ?? null, limit: query.limit + 1, by: ownOnly(asked) };
    return pageOf(await listOperations(database, organization.organizationId, page), query.limit, presentOperation);
  });
  binder.bind(app, operationRoutes.get, one);
  binder.bind(app, operationRoutes.stop, async (asked) => {
    const { id } = await one(asked);
    await stopOperation(services, asked.caller, asked.organization.organizationId, id);
    return one(asked);
  });
  binder.bind(app, operationRoutes.undo, async (asked) => {
    const { id } = await one(asked);
    const by = { organizationId: asked.organization.organizationId, accountId: asked.session.accountId };
    const watched = await undoOperation(services, asked.caller, by, id);
    return one({ ...asked, params: { id: watched } });
  });
  binder.bind(app, operationRoutes.retry, async (asked) => {
    const { id } = await one(asked);
    const by = { organizationId: asked.organization.organizationId, accountId: asked.session.accountId };
    const watched = await retryOperation(services, asked.caller, by, id);
    return one({ ...asked, params: { id: watched } });
  });
  binder.bind(app, operationRoutes.report, async (asked) => {
    const { id } = await one(asked);
    const parts = writeCsv(writeRowReport(services, id, asked.query.state ?? null, asked.caller.locale));
    asked.reply.header('content-disposition', `attachment; filename="operation-${id}.csv"`);
    return asked.reply.type('text/csv; charset=utf-8').send(Readable.from(parts)) as never;
  });
  binder.bind(app, operationRoutes.rows, async (asked) => {
    const { id } = await one(asked);
    const { query } = asked;
    const from = Number(query.cursor ?? 0);
    if (!Number.isSafeInteger(from) || from > 1_000_000) return { items: [], nextCursor: null };
    const page = { after: from, limit: query.limit + 1, state: query.state ?? null };
    return pageOf(await listOperationRows(database, id, page), query.limit, presentRow);
  });
  const asker = ({ organization: place, session }: Asked) => ({ place, accountId: session.accountId, isAllowed });
  binder.bind(app, operationRoutes.file, async (asked) => {
    const { caller, params, query, reply } = asked;
    const { name, type, parts } = await sendFile(services, caller, asker(asked), { ...params, ...query });
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.type(type).send(Readable.from(parts)) as never;
  });
  binder.bind(app, exportRoutes.begin, async (asked) => {
    const id = await beginExport(services, asked.caller, asker(asked), asked.body);
    return one({ ...asked, params: { id } });
  });
}

function presentRow({ id, subjectId, name, state, code, params }: OperationRowView): OperationRow {
  return { id, subject: { id: subjectId, name }, state, problem: code ? { code: code as never, params } : null };
}
