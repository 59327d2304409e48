import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findPlaceOf } from './operation-read-model.ts';
import { settleRow, takeRows, type WaitingRow } from './operation-row-store.ts';
import type { OperationRecord } from './operation-store.ts';
import { OperationMoved, type OperationRunner } from './run-operation.ts';

const BATCH = 20;

/** Whose work it is: the account that began it, with the place that it has in the organization now. */
export type OnBehalf = { readonly caller: Caller; readonly place: MembershipView };

/**
 * Says, in the transaction that does a row's work, that it is done, and how it was before. Call it once; it undoes the
 * transaction when the row was done elsewhere or the operation was stopped meanwhile.
 */
export type Settle = (tx: Queryable, before?: object) => Promise<void>;

export type RowAction = (
  row: WaitingRow & { readonly settle: Settle },
  operation: OperationRecord,
  by: OnBehalf,
) => Promise<void>;

/** Codes which say that a row stands otherwise than the action needs: it is skipped, nothing has failed. */
const SKIPS: ReadonlySet<ErrorCode> = new Set([
  'CONFLICT',
  'ROLES-HELD',
  'NOT-FOUND',
  'INV-NOT-OPEN',
  'INV-SCHEDULED',
  'INV-BOUNCED',
  'INV-SUPPRESSED',
  'INV-RESEND-LIMIT',
  'INV-ALREADY-INVITED',
  'INV-EXTEND-LIMIT',
]);

/**
 * Does one row after the other, each in a transaction of its own together with its result: whatever is killed or run
 * twice, nothing is done twice. Whoever began it and has no place any more does nothing more.
 */
export function rowRunner(services: Pick<Services, 'database'>, act: RowAction): OperationRunner {
  return async (operation) => {
    const by = await onBehalf(services, operation);
    const rows = await takeRows(services.database, operation.id, BATCH);
    for (const row of rows) await runRow(services, act, operation, by, row);
    return rows.length > 0;
  };
}

/** The person of an operation, with the rights of this moment. @throws AppError FORBIDDEN */
export async function onBehalf(services: Pick<Services, 'database'>, operation: OperationRecord): Promise<OnBehalf> {
  const place = await findPlaceOf(services.database, operation.organizationId, operation.createdBy);
  if (!place) throw new AppError('FORBIDDEN');
  const actor = { type: 'account', id: operation.createdBy } as const;
  return { place, caller: { actor, ip: '', userAgent: 'bulk', requestId: operation.id, locale: 'en' } };
}

async function runRow(
  services: Pick<Services, 'database'>,
  act: RowAction,
  operation: OperationRecord,
  by: OnBehalf,
  row: WaitingRow,
): Promise<void> {
  let settled = false;
  const settle: Settle = async (tx, before) => {
    settled = true;
    const end = { state: 'done', ...(before ? { before } : {}) } as const;
    if (!(await settleRow(tx, operation.id, row.row, end))) throw new OperationMoved();
  };
  try {
    await act({ ...row, settle }, operation, by);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, params } = error;
    const state = SKIPS.has(code) ? 'skipped' : 'failed';
    settled = await settleRow(services.database, operation.id, row.row, { state, code, params });
    if (!settled) throw new OperationMoved();
  }
  if (!settled) throw new Error(`An operation of kind ${operation.kind} forgot a row.`);
}
