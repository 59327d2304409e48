import type { OperationKind } from '@gatehouse/contract/operations';
import { z } from 'zod';
import { isAppError } from '../../kernel/app-error.ts';
import { after, MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobHandler, JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import type { Services } from '../../platform/services.ts';
import { RUN_OPERATION } from './begin-operation.ts';
import {
  addProgress,
  findOperation,
  isOfSuspended,
  moveOperation,
  type OperationRecord,
  type Progress,
} from './operation-store.ts';

/** How long one job works before other jobs have their turn. */
const SLICE = 2 * SECOND;
/** When it is looked again whether a suspended organization works. */
const HELD_FOR = MINUTE;

/**
 * Does the next part of an operation, small enough for a second, and answers whether there may be more. What it does and
 * `advanceOperation` stand in one transaction. An AppError that it throws ends the operation as failed; any other error
 * lets the part be tried again later.
 */
export type OperationRunner = (operation: OperationRecord) => Promise<boolean>;
export type OperationRunners = Readonly<Partial<Record<OperationKind, OperationRunner>>>;

/** Somebody stopped it, or another process was first: what is undone with the transaction is done there, or not at all. */
export class OperationMoved extends Error {}

/**
 * Says in `tx` that a part is done. `operation` is what the runner was given: of two that do the same part one wins, and
 * the transaction of the other is undone, as it is once the operation was stopped.
 */
export async function advanceOperation(
  tx: Queryable,
  operation: Pick<OperationRecord, 'id' | 'done'>,
  progress: Progress,
): Promise<void> {
  if (!(await addProgress(tx, operation, progress))) throw new OperationMoved();
}

const payloadSchema = z.object({ operationId: z.string() });

/** The job that runs operations: for a while, then it asks for its next turn. */
export function operationHandlers(
  services: Pick<Services, 'database' | 'clock'>,
  runners: OperationRunners,
): Readonly<Record<typeof RUN_OPERATION, JobHandler>> {
  return { [RUN_OPERATION]: (job) => runSlice(services, runners, job) };
}

async function runSlice(
  services: Pick<Services, 'database' | 'clock'>,
  runners: OperationRunners,
  job: RunningJob,
): Promise<JobOutcome> {
  const { operationId } = payloadSchema.parse(job.payload);
  const until = Date.now() + SLICE;
  await moveOperation(services.database, operationId, 'running', null);
  for (let part: Part = 'more'; part === 'more'; ) {
    if (!(await job.keepLease())) return { outcome: 'lost' };
    part = await runPart(services, runners, operationId);
    if (part === 'held') return { outcome: 'again', runAt: after(services.clock.now(), HELD_FOR) };
    if (part === 'more' && Date.now() >= until) {
      return { outcome: 'done', record: (tx) => nextTurn(tx, services, operationId) };
    }
  }
  return { outcome: 'done' };
}

async function nextTurn(tx: Queryable, { clock }: Pick<Services, 'clock'>, operationId: string): Promise<void> {
  await enqueueJob(tx, { kind: RUN_OPERATION, payload: { operationId }, lane: 'background' }, clock.now());
}

/** `held`: its organization is suspended, and it goes on when that is over. */
type Part = 'more' | 'none' | 'held';

async function runPart(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  runners: OperationRunners,
  id: string,
): Promise<Part> {
  const operation = await findOperation(database, id);
  if (operation?.state !== 'running') return 'none';
  const run = runners[operation.kind];
  if (!run) throw new Error(`No runner for operations of kind ${operation.kind}.`);
  try {
    if (await run(operation)) return 'more';
    await moveOperation(database, id, 'done', clock.now());
  } catch (error) {
    if (error instanceof OperationMoved) return 'more';
    if (!isAppError(error)) throw error;
    if (await isOfSuspended(database, id)) return 'held';
    await moveOperation(database, id, 'failed', clock.now(), { code: error.code });
  }
  return 'none';
}
