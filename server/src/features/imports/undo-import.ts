import { z } from 'zod';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { revokeUnopened } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { subjectOf } from './create-import.ts';
import { undoUntil } from './domain/undo.ts';
import { findImport, lockImport, moveImport, settleCreated, takeCreated } from './import-store.ts';
import { callerOf } from './run-import.ts';
import { runInSlices } from './run-in-slices.ts';

/** The kind of the job that takes an import back. */
export const UNDO_IMPORT = 'undo-import';

/** Rows of one transaction. */
const BATCH = 200;

/**
 * Begins to take a run back: the invitations that nobody has opened are withdrawn, the others stay.
 * @throws AppError NOT-FOUND; IMPORT-STATE while it runs, and a day after its end
 */
export async function undoImport(
  services: Services,
  caller: Caller,
  organizationId: string,
  id: string,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const record = await lockImport(tx, organizationId, id);
    if (!record) throw new AppError('NOT-FOUND');
    if (!undoUntil(record, now)) throw new AppError('IMPORT-STATE');
    const move = { from: [record.state], to: 'undoing' as const, endedAt: record.endedAt };
    if (!(await moveImport(tx, id, move))) throw new AppError('IMPORT-STATE');
    const by = caller.actor.type === 'account' ? caller.actor.id : null;
    await enqueueJob(tx, { kind: UNDO_IMPORT, payload: { importId: id, by }, lane: 'background' }, now);
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'import.undone', subject: subjectOf(id) });
  });
}

const payloadSchema = z.object({ by: z.string().nullable() });

/** Withdraws invitations, some hundred in one transaction, until none of the import is left. */
export function runUndo(services: MessagingServices, job: RunningJob): Promise<JobOutcome> {
  const { by } = payloadSchema.parse(job.payload);
  return runInSlices(services, job, (id) => withdrawBatch(services, id, by));
}

async function withdrawBatch(services: MessagingServices, id: string, by: string | null): Promise<boolean> {
  const now = services.clock.now();
  const found = await findImport(services.database, id);
  if (!found) return false;
  return services.database.transaction(async (tx) => {
    const record = await lockImport(tx, found.organizationId, id);
    if (record?.state !== 'undoing') return false;
    const rows = await takeCreated(tx, id, BATCH);
    if (rows.length === 0) {
      await moveImport(tx, id, { from: ['undoing'], to: 'undone', endedAt: now });
      return false;
    }
    const ids = rows.map(({ invitationId }) => invitationId);
    const withdrawn = await revokeUnopened(services, tx, callerOf(record, by), record.organizationId, ids, now);
    await settleCreated(tx, id, ids, [...withdrawn]);
    return true;
  });
}
