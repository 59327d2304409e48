import { REVERSIBLE_KINDS } from '@gatehouse/contract/operations';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { databaseErrorCode } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { beginOperation } from './begin-operation.ts';
import { copyDoneRows } from './operation-row-store.ts';
import { findOperation, moveOperation, setTotal } from './operation-store.ts';

/** How long after its end something can be taken back: until then hardly anything else was built on it. */
export const UNDO_FOR = 10 * MINUTE;

/**
 * Takes an operation back. One that waits has no effect at all; one that has ended is undone row by row, by an operation
 * of its own which leaves alone what somebody has changed since. Answers the operation to watch. The caller has been found
 * to see it.
 * @throws AppError OPERATION-STATE
 */
export async function undoOperation(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  by: { readonly organizationId: string; readonly accountId: string },
  id: string,
): Promise<string> {
  const now = services.clock.now();
  const { organizationId } = by;
  return services.database
    .transaction(async (tx) => {
      const prevented = await moveOperation(tx, id, 'undone', now);
      const subject = { type: 'operation', id };
      await recordAuditEvent(tx, caller, now, { organizationId, action: 'operation.undone', subject });
      if (prevented) return id;
      const before = await findOperation(tx, id);
      if (!before?.endedAt || before.undoes || after(before.endedAt, UNDO_FOR) <= now)
        throw new AppError('OPERATION-STATE');
      if (!REVERSIBLE_KINDS.includes(before.kind)) throw new AppError('OPERATION-STATE');
      const { kind, input } = before;
      const undoing = { organizationId, kind, createdBy: by.accountId, total: null, input, undoes: id };
      const created = await beginOperation(tx, caller, now, undoing);
      await setTotal(tx, created, await copyDoneRows(tx, created, id));
      return created;
    })
    .catch((error: unknown) => {
      if (databaseErrorCode(error) === '23505') throw new AppError('OPERATION-STATE'); // somebody took it back already
      throw error;
    });
}
