import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { beginOperation } from './begin-operation.ts';
import { mayRetry } from './domain/operation.ts';
import { copyFailedRows } from './operation-row-store.ts';
import { findOperation, markRetried, setTotal } from './operation-store.ts';

/**
 * Tries again what an operation was refused, by another one with the rights of whoever asks now; what was done or skipped
 * is left alone. Once for each operation: what is refused again is tried again from there. What can be prevented for a
 * while can be prevented as long again. Answers the id of the new one. The caller has been found to see it.
 * @throws AppError OPERATION-STATE
 */
export async function retryOperation(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  by: { readonly organizationId: string; readonly accountId: string },
  id: string,
): Promise<string> {
  const now = services.clock.now();
  const { organizationId, accountId: createdBy } = by;
  return services.database.transaction(async (tx) => {
    const before = await findOperation(tx, id);
    if (!before || !mayRetry(before)) throw new AppError('OPERATION-STATE');
    const { kind, input, startsAt, createdAt } = before;
    const starts = new Date(now.getTime() + startsAt.getTime() - createdAt.getTime());
    const again = { organizationId, kind, createdBy, input, total: null, startsAt: starts, recorded: { retries: id } };
    const next = await beginOperation(tx, caller, now, again);
    // Of two that ask at once one is first.
    if (!(await markRetried(tx, id, next))) throw new AppError('OPERATION-STATE');
    await setTotal(tx, next, await copyFailedRows(tx, next, id));
    return next;
  });
}
