import type { CreateInvitation } from '@gatehouse/contract/invitations';
import { z } from 'zod';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobHandler, JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import { createInvitation } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findPlaceOf } from './import-read-model.ts';
import { findImport, type ImportRecord, lockImport, moveImport, settleRow, takeRows } from './import-store.ts';
import { type Cells, type RowInvitation, readRow } from './read-row.ts';
import { RUN_IMPORT } from './start-import.ts';

const BATCH = 20;
/** How long one job works before other jobs have their turn. */
const SLICE = 2 * SECOND;

const payloadSchema = z.object({ importId: z.string() });

/**
 * Invites the new rows, one transaction each: invitation, mail that is owed and the row's result are committed together,
 * so that whoever is killed half-way, or runs twice, invites nobody twice. Works for a while, then asks for its next turn.
 */
export function importHandlers(services: MessagingServices): Readonly<Record<typeof RUN_IMPORT, JobHandler>> {
  return { [RUN_IMPORT]: (job) => runSlice(services, job) };
}

async function runSlice(services: MessagingServices, job: RunningJob): Promise<JobOutcome> {
  const { importId } = payloadSchema.parse(job.payload);
  const until = Date.now() + SLICE;
  let ended = false;
  while (!ended && Date.now() < until) {
    if (!(await job.keepLease())) return { outcome: 'lost' };
    ended = !(await runBatch(services, importId));
  }
  if (ended) return { outcome: 'done' };
  return {
    outcome: 'done',
    record: async (tx) => {
      await enqueueJob(tx, { kind: RUN_IMPORT, payload: { importId } }, services.clock.now());
    },
  };
}

/** False when there is nothing more to do. */
async function runBatch(services: MessagingServices, id: string): Promise<boolean> {
  const record = await findImport(services.database, id);
  if (record?.state !== 'running') return false;
  const rows = await takeRows(services.database, id, 'new', 0, BATCH);
  if (rows.length === 0) {
    await moveImport(services.database, id, { from: ['running'], to: 'done', endedAt: services.clock.now() });
    return false;
  }
  const place = await findPlaceOf(services.database, record.organizationId, record.createdBy);
  for (const { row, cells } of rows) await runRow(services, record, place, row, cells);
  return true;
}

type Place = Awaited<ReturnType<typeof findPlaceOf>>;

async function runRow(services: MessagingServices, record: ImportRecord, place: Place, row: number, cells: Cells) {
  const read = readRow(cells);
  try {
    if (!place) throw new AppError('FORBIDDEN'); // whoever began it is no member any more
    if ('problem' in read) throw new AppError(read.problem.code, read.problem.params);
    const { organizationId } = record;
    const view: MembershipView = { organizationId, ...place };
    await createInvitation(services, callerOf(record), view, record.createdBy, inputOf(record, read.invitation), {
      countsOnInviter: false,
      alongside: async (tx, invitationId) => {
        const running = (await lockImport(tx, organizationId, record.id))?.state === 'running';
        if (!running || !(await settleRow(tx, record.id, row, { state: 'created', invitationId }))) throw new Settled();
      },
    });
  } catch (error) {
    if (error instanceof Settled) return;
    if (!isAppError(error)) throw error;
    const state = SKIPS.has(error.code) ? 'skipped' : 'failed';
    const [first] = error.fields;
    await settleRow(services.database, record.id, row, {
      state,
      code: first?.code ?? error.code,
      params: first?.params ?? error.params,
    });
  }
}

/** Another process was first, or the import was stopped: the transaction, and with it the invitation, is undone. */
class Settled extends Error {}

const SKIPS: ReadonlySet<string> = new Set(['INV-ALREADY-INVITED', 'INV-ALREADY-MEMBER', 'INV-SUPPRESSED']);

function inputOf(record: ImportRecord, row: RowInvitation): CreateInvitation {
  const { kind = 'member', roles, locale } = record.options ?? {};
  const { roles: ownRoles, locale: ownLocale, company, ...invitation } = row;
  const granted = ownRoles ?? roles;
  const language = ownLocale ?? locale;
  return {
    kind,
    ...invitation,
    ...(language ? { locale: language } : {}),
    ...(kind === 'member' && granted ? { roles: granted } : {}),
    ...(kind === 'company' && company ? { company } : {}),
  };
}

function callerOf(record: ImportRecord): Caller {
  const { createdBy: id } = record;
  const actor = id === null ? ({ type: 'operator' } as const) : ({ type: 'account', id } as const);
  return { actor, ip: '', userAgent: 'import', requestId: record.id, locale: 'en' };
}
