import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { beginOperation, type NewOperation } from './begin-operation.ts';
import { insertRows } from './operation-row-store.ts';

/**
 * Owes an operation on these things, row by row, in the transaction of `tx`; answers its id. `expected`: how many somebody
 * was told that it is about.
 * @throws AppError OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT
 */
export async function beginRows(
  tx: Transaction,
  caller: Caller,
  now: Date,
  wanted: Omit<NewOperation, 'total'>,
  { subjectIds, expected }: { readonly subjectIds: readonly string[]; readonly expected?: number | undefined },
): Promise<string> {
  const total = subjectIds.length;
  if (total === 0) throw new AppError('OPERATION-EMPTY');
  if (total > MOST_AT_ONCE) throw new AppError('OPERATION-TOO-MANY', { max: MOST_AT_ONCE });
  if (expected !== undefined && expected !== total) throw new AppError('OPERATION-COUNT', { count: total });
  const id = await beginOperation(tx, caller, now, { ...wanted, total });
  await insertRows(tx, id, subjectIds);
  return id;
}
