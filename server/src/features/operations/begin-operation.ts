import type { OperationKind } from '@gatehouse/contract/operations';
import type { Caller } from '../../kernel/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { insertOperation } from './operation-store.ts';

/** The kind of the job that runs an operation. */
export const RUN_OPERATION = 'run-operation';

export type NewOperation = {
  readonly organizationId: string;
  readonly kind: OperationKind;
  /** The account whose rights it has, anew at each part. */
  readonly createdBy: string;
  /** How many things; null where nobody knows yet. */
  readonly total: number | null;
  /** What its runner needs to know. No secrets. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** For what writes a file with `appendToFile`; without its ending. */
  readonly fileName?: string;
  /** Not before: until then it can be taken back, and nothing has happened. */
  readonly startsAt?: Date;
  readonly undoes?: string;
  /** What the audit log says of it besides. */
  readonly recorded?: Readonly<Record<string, unknown>>;
};

/** Owes an operation in the transaction of `tx`, and records who began it. Answers its id. */
export async function beginOperation(
  tx: Transaction,
  caller: Caller,
  now: Date,
  wanted: NewOperation,
): Promise<string> {
  const { organizationId, kind, total, startsAt = now } = wanted;
  const id = newId('opn', now);
  await insertOperation(tx, {
    ...wanted,
    id,
    input: wanted.input ?? {},
    undoes: wanted.undoes ?? null,
    fileName: wanted.fileName ?? null,
    createdAt: now,
    startsAt,
  });
  await enqueueJob(tx, { kind: RUN_OPERATION, payload: { operationId: id }, runAt: startsAt, lane: 'background' }, now);
  const change = { kind, total: total ?? 0, ...(wanted.undoes ? { undoes: wanted.undoes } : {}), ...wanted.recorded };
  const subject = { type: 'operation', id };
  await recordAuditEvent(tx, caller, now, { organizationId, action: 'operation.started', subject, change });
  return id;
}
