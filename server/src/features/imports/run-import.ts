import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { databaseErrorCode } from '../../platform/database/database.ts';
import { inTurns } from '../../platform/in-turns.ts';
import type { JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import { createInvitations, type InvitationResult, type WantedInvitation } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { mayImport } from './domain/import-policy.ts';
import { enqueueImportDone } from './import-messages.ts';
import { findPlaceOf, findRunEnd } from './import-read-model.ts';
import {
  findImport,
  type ImportRecord,
  lockImport,
  moveImport,
  type RowEnd,
  settleRows,
  takeRows,
} from './import-store.ts';
import { type Cells, type RowInvitation, readRow } from './read-row.ts';
import { runInSlices } from './run-in-slices.ts';

/** The kind of the job that runs an import. */
export const RUN_IMPORT = 'run-import';

/** Rows of one transaction. */
const BATCH = 200;

/**
 * Invites, or adds, those of the new rows, some hundred in one transaction: invitations, mails that are owed and the rows' results are
 * committed together, so that whoever is killed half-way, or runs twice, invites nobody twice.
 */
export function runImport(services: MessagingServices, job: RunningJob): Promise<JobOutcome> {
  return runInSlices(services, job, (id) => runBatch(services, id));
}

/** False when there is nothing more to do. */
async function runBatch(services: MessagingServices, id: string): Promise<boolean | 'held'> {
  const record = await findImport(services.database, id);
  if (record?.state !== 'running') return false;
  const rows = await takeRows(services.database, id, 'new', 0, BATCH);
  if (rows.length === 0) {
    await endRun(services, record);
    return false;
  }
  const place = await findPlaceOf(services.database, record.organizationId, inviterOf(record));
  if (!place && (await isSuspended(services, record))) return 'held';
  // Whoever began it may not any more, or is no member.
  if (place && mayImport(place.roles))
    await runRows(services, record, { organizationId: record.organizationId, ...place }, rows);
  else await settleAll(services, record, rows, new AppError('FORBIDDEN'));
  return true;
}

async function isSuspended({ database }: MessagingServices, { organizationId }: ImportRecord): Promise<boolean> {
  return (await findOrganization(database, organizationId))?.state === 'suspended';
}

async function endRun(services: MessagingServices, { id, startedAt }: ImportRecord): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    if (!(await moveImport(tx, id, { from: ['running'], to: 'done', endedAt: now }))) return;
    const end = await findRunEnd(tx, id);
    const wantsMail =
      end !== null && (end.left || (startedAt !== null && now.getTime() - startedAt.getTime() > MINUTE));
    if (wantsMail) await enqueueImportDone(services, tx, id, end);
  });
}

type Row = { readonly row: number; readonly cells: Cells };

/** What the database refuses to take is looked for by halves, so that it is one row that fails. */
async function runRows(services: MessagingServices, record: ImportRecord, place: MembershipView, rows: readonly Row[]) {
  try {
    await inviteRows(services, record, place, rows);
  } catch (error) {
    if (error instanceof Settled) return;
    if (!isRefusedData(error)) throw error;
    services.logger.warn({ import: record.id, rows: rows.length, code: databaseErrorCode(error) }, 'rows refused');
    if (rows.length === 1) return settleAll(services, record, rows, new AppError('IMPORT-ROW-FAILED'));
    const half = Math.ceil(rows.length / 2);
    await runRows(services, record, place, rows.slice(0, half));
    await runRows(services, record, place, rows.slice(half));
  }
}

/** Data that does not fit, or breaks a constraint; not a connection, a lock or a disk. */
function isRefusedData(error: unknown): boolean {
  return /^(22|23)/.test(databaseErrorCode(error) ?? '');
}

async function inviteRows(
  services: MessagingServices,
  record: ImportRecord,
  place: MembershipView,
  rows: readonly Row[],
): Promise<void> {
  const home = (await findOrganization(services.database, record.organizationId))?.country ?? null;
  const read = await inTurns(rows, ({ row, cells }) => ({ row, read: readRow(cells, home) }));
  const wrong = read.flatMap(({ row, read: one }) =>
    'problem' in one ? [endOf(row, { error: new AppError(one.problem.code, one.problem.params) })] : [],
  );
  const right = read.flatMap(({ row, read: one }) => ('problem' in one ? [] : [{ row, invitation: one.invitation }]));
  const inputs = right.map(({ invitation }) => inputOf(record, invitation));
  await createInvitations(
    services,
    callerOf(record, inviterOf(record)),
    place,
    inviterOf(record),
    inputs,
    async (tx, results) => {
      const ends = right.map(({ row }, at) => endOf(row, results[at] ?? { error: new AppError('CONFLICT') }));
      const running = (await lockImport(tx, record.organizationId, record.id))?.state === 'running';
      const settled = running ? await settleRows(tx, record.id, [...ends, ...wrong]) : 0;
      if (settled !== rows.length) throw new Settled();
    },
  );
}

/** Another process was first, or the import was stopped: the transaction, and with it the invitations, is undone. */
class Settled extends Error {}

async function settleAll(services: MessagingServices, record: ImportRecord, rows: readonly Row[], error: AppError) {
  await settleRows(
    services.database,
    record.id,
    rows.map(({ row }) => endOf(row, { error })),
  );
}

const SKIPS: ReadonlySet<string> = new Set(['INV-ALREADY-INVITED', 'INV-ALREADY-MEMBER', 'INV-SUPPRESSED']);

function endOf(row: number, result: InvitationResult): RowEnd {
  if ('id' in result) return { row, state: 'created', code: null, params: {}, invitationId: result.id };
  const { error } = result;
  const [first] = isAppError(error) ? error.fields : [];
  return {
    row,
    state: SKIPS.has(error.code) ? 'skipped' : 'failed',
    code: first?.code ?? error.code,
    params: first?.params ?? error.params,
    invitationId: null,
  };
}

function inputOf(record: ImportRecord, row: RowInvitation): WantedInvitation {
  const { kind = 'member', added = false, roles, locale } = record.options ?? {};
  const { roles: ownRoles, locale: ownLocale, company, username, ...invitation } = row;
  const granted = ownRoles ?? roles;
  const language = ownLocale ?? locale;
  return {
    kind,
    ...invitation,
    ...(language ? { locale: language } : {}),
    ...(kind === 'member' ? { added, ...(granted ? { roles: granted } : {}), ...(username ? { username } : {}) } : {}),
    ...(kind === 'company' && company ? { company } : {}),
  };
}

/** Null: the operator, at the command line. */
function inviterOf({ startedAt, startedBy, createdBy }: ImportRecord): string | null {
  return startedAt === null ? createdBy : startedBy;
}

/** Who does what an import does; null: the operator. */
export function callerOf({ id }: ImportRecord, accountId: string | null): Caller {
  const actor = accountId === null ? ({ type: 'operator' } as const) : ({ type: 'account', id: accountId } as const);
  return { actor, ip: '', userAgent: 'import', requestId: id, locale: 'en' };
}
