import { Readable } from 'node:stream';
import { IMPORT_LIMITS, type Import, type ImportRow, importRoutes } from '@gatehouse/contract/imports';
import type { InvitationKind } from '@gatehouse/contract/invitations';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { createImport, readAgain } from './create-import.ts';
import { undoUntil } from './domain/undo.ts';
import { editRow } from './edit-row.ts';
import { findClassedImport, findSeating, listClassedRows } from './find-seating.ts';
import { type ImportView, listImports, type RowView } from './import-read-model.ts';
import { findImport, markLeft } from './import-store.ts';
import { retryImport, startImport, stopImport } from './start-import.ts';
import { undoImport } from './undo-import.ts';
import { writeReport } from './write-report.ts';

export function registerImportRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  const one: One = async (organizationId, id, kind) => {
    const view = await findClassedImport(services, organizationId, id, kind);
    if (!view) throw new AppError('NOT-FOUND');
    return { ...presentImport(view, services.clock.now()), seats: view.seats };
  };
  binder.bind(app, importRoutes.list, async ({ organization, query }) => {
    const { organizationId } = organization;
    const rows = await listImports(services.database, organizationId, query.cursor ?? null, query.limit + 1);
    const now = services.clock.now();
    return pageOf(rows, query.limit, (view) => presentImport(view, now));
  });
  binder.bind(app, importRoutes.get, ({ organization, params, query }) =>
    one(organization.organizationId, params.id, query.kind),
  );
  registerUploads(app, binder, services, one);
  registerRows(app, binder, services, one);
  registerRun(app, binder, services, one);
}

/** `kind`: as what its rows would be run. */
type One = (organizationId: string, id: string, kind?: InvitationKind) => Promise<Import>;

/** @throws AppError NOT-FOUND */
async function seatingOf(services: Services, organizationId: string, id: string, kind?: InvitationKind) {
  const record = await findImport(services.database, id);
  if (record?.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  return findSeating(services, record, kind);
}

/** Types that programs name of such files; what it is, its bytes decide. None that a form of another site can send. */
const FILE_TYPES = [
  'application/octet-stream',
  'text/csv',
  'application/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** In a scope of their own: nothing else takes large bodies, and nobody who is not signed in can send one. */
function registerUploads(app: FastifyInstance, binder: Binder, services: Services, one: One): void {
  void app.register(async (scope) => {
    const limits = { bodyLimit: IMPORT_LIMITS.bytes };
    scope.addHook('onRequest', async (request) => {
      if (!(await binder.findSession(request))) throw new AppError('NOT-SIGNED-IN');
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FILE_TYPES, { ...limits, parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.addContentTypeParser(
      'application/json',
      { ...limits, parseAs: 'string' },
      scope.getDefaultJsonParser('error', 'error'),
    );
    binder.bind(scope, importRoutes.create, async ({ organization, session, caller, body }) => {
      const { organizationId } = organization;
      const upload = { fileName: '', content: Buffer.from(body.text.toWellFormed()), pasted: true };
      return one(organizationId, await createImport(services, caller, placeOf(organizationId, session), upload));
    });
    binder.bind(scope, importRoutes.upload, async ({ organization, session, caller, query, request }) => {
      const { organizationId } = organization;
      const content = request.body;
      if (content === undefined || content === null) throw new AppError('IMPORT-EMPTY');
      if (!Buffer.isBuffer(content)) throw new AppError('REQUEST-UNSUPPORTED');
      const upload = { fileName: query.name, content, pasted: false };
      return one(organizationId, await createImport(services, caller, placeOf(organizationId, session), upload));
    });
  });
}

function placeOf(organizationId: string, session: { readonly accountId: string }) {
  return { organizationId, accountId: session.accountId };
}

function registerRows(app: FastifyInstance, binder: Binder, services: Services, one: One): void {
  binder.bind(app, importRoutes.update, async ({ organization, params, body }) => {
    await readAgain(services, organization.organizationId, params.id, body);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.check, async ({ organization, params }) => {
    await readAgain(services, organization.organizationId, params.id, {});
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.rows, async ({ organization, params, query }) => {
    const seating = await seatingOf(services, organization.organizationId, params.id, query.kind);
    const after = Number(query.cursor ?? 0);
    if (!Number.isSafeInteger(after) || after > 1_000_000) return { items: [], nextCursor: null };
    const page = { after, limit: query.limit + 1, state: query.state ?? null };
    return pageOf(await listClassedRows(services.database, params.id, page, seating), query.limit, presentRow);
  });
  binder.bind(app, importRoutes.editRow, async ({ organization, params, body }) => {
    const row = Number(params.row);
    await editRow(services, organization.organizationId, params.id, row, body.cells);
    const seating = await seatingOf(services, organization.organizationId, params.id);
    const [edited] = await listClassedRows(
      services.database,
      params.id,
      { after: row - 1, limit: 1, state: null },
      seating,
    );
    if (!edited) throw new AppError('NOT-FOUND');
    return presentRow(edited);
  });
}

function registerRun(app: FastifyInstance, binder: Binder, services: Services, one: One): void {
  binder.bind(app, importRoutes.run, async ({ organization, caller, params, body }) => {
    await startImport(services, caller, organization, params.id, body);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.stop, async ({ organization, caller, params }) => {
    await stopImport(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.retry, async ({ organization, caller, params }) => {
    await retryImport(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.undo, async ({ organization, caller, params }) => {
    await undoImport(services, caller, organization.organizationId, params.id);
    return one(organization.organizationId, params.id);
  });
  binder.bind(app, importRoutes.leave, async ({ organization, session, params }) => {
    await one(organization.organizationId, params.id);
    const by = { organizationId: organization.organizationId, accountId: session.accountId };
    await markLeft(services.database, params.id, by, services.clock.now());
    return undefined;
  });
  binder.bind(app, importRoutes.report, async ({ organization, caller, params, query, reply }) => {
    const seating = await seatingOf(services, organization.organizationId, params.id, query.kind);
    const parts = writeReport(services, params.id, { state: query.state ?? null, seating }, caller.locale);
    reply.header('content-disposition', `attachment; filename="import-${params.id}.csv"`);
    return reply.type('text/csv; charset=utf-8').send(Readable.from(parts)) as never;
  });
}

function presentImport(view: ImportView, now: Date): Omit<Import, 'seats'> {
  const { id, state, fileName, format, encoding, delimiter, hasHeader, columns, mapping, sample, counts, options } =
    view;
  return {
    id,
    state,
    fileName,
    format,
    encoding,
    delimiter,
    hasHeader,
    columns,
    mapping,
    sample,
    rows: view.rowCount,
    counts,
    options,
    createdBy: view.createdBy === null ? null : { id: view.createdBy, name: view.creatorName ?? '' },
    createdAt: view.createdAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    endedAt: view.endedAt?.toISOString() ?? null,
    undoUntil: undoUntil(view, now)?.toISOString() ?? null,
  };
}

function presentRow({ field, code, params, ...row }: RowView): ImportRow {
  return { ...row, problem: code === null ? null : { field, code: code as never, params } };
}
