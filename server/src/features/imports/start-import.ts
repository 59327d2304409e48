import type { ImportOptions } from '@gatehouse/contract/imports';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { inTurns } from '../../platform/in-turns.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { mayGrant } from '../invitations/index.ts';
import { findHome } from './check-import.ts';
import { checkRow } from './check-row.ts';
import { subjectOf } from './create-import.ts';
import { beginRun, type ImportRecord, lockImport, moveImport, saveRows, settleRest, takeRows } from './import-store.ts';
import { RUN_IMPORT } from './run-import.ts';

/** Begins, or goes on with, a run. @throws AppError NOT-FOUND, IMPORT-STATE, INV-ROLE-TOO-HIGH */
export async function startImport(
  services: Services,
  caller: Caller,
  place: MembershipView,
  id: string,
  options: ImportOptions,
): Promise<void> {
  if (options.kind === 'member' && !mayGrant(place.roles, options.roles ?? ['member'])) {
    throw new AppError('INV-ROLE-TOO-HIGH');
  }
  await begin(services, caller, place.organizationId, id, async (tx) => {
    const run = { from: ['ready', 'stopped'] as const, options, ...begun(services, caller) };
    if (!(await beginRun(tx, id, run))) throw new AppError('IMPORT-STATE');
    await settleRest(tx, id);
  });
}

/** The failed rows once more, and no others. @throws AppError NOT-FOUND, IMPORT-STATE */
export async function retryImport(services: Services, caller: Caller, organizationId: string, id: string) {
  await begin(services, caller, organizationId, id, async (tx, record) => {
    const run = { from: ['done', 'stopped'] as const, ...begun(services, caller) };
    if (!(await beginRun(tx, id, run))) throw new AppError('IMPORT-STATE');
    await checkFailed(tx, record, services.clock.now());
    await settleRest(tx, id);
  });
}

/** The invitations are of whoever presses the button; of nobody in particular where that is the operator. */
function begun({ clock }: Services, { actor }: Caller) {
  return { by: actor.type === 'account' ? actor.id : null, at: clock.now() };
}

async function checkFailed(tx: Transaction, record: ImportRecord, now: Date): Promise<void> {
  const home = await findHome(tx, record.organizationId);
  for (let after = 0, more = true; more; ) {
    const rows = await takeRows(tx, record.id, 'failed', after, 500);
    const checked = await inTurns(rows, ({ row, cells }) => checkRow(row, cells, home));
    if (checked.length > 0) await saveRows(tx, record, checked, now);
    after = rows.at(-1)?.row ?? after;
    more = rows.length === 500;
  }
}

async function begin(
  services: Services,
  caller: Caller,
  organizationId: string,
  id: string,
  prepare: (tx: Transaction, record: ImportRecord) => Promise<void>,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const record = await lockImport(tx, organizationId, id);
    if (!record) throw new AppError('NOT-FOUND');
    await prepare(tx, record);
    await enqueueJob(tx, { kind: RUN_IMPORT, payload: { importId: id }, lane: 'background' }, now);
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'import.started', subject: subjectOf(id) });
  });
}

/** Stops after the rows that are under way. @throws AppError NOT-FOUND, IMPORT-STATE */
export async function stopImport(services: Services, caller: Caller, organizationId: string, id: string) {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    if (!(await lockImport(tx, organizationId, id))) throw new AppError('NOT-FOUND');
    const move = { from: ['running'] as const, to: 'stopped' as const, endedAt: now };
    if (!(await moveImport(tx, id, move))) throw new AppError('IMPORT-STATE');
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'import.stopped', subject: subjectOf(id) });
  });
}
