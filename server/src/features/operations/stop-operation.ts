import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { moveOperation } from './operation-store.ts';

/** Stops after the part that is under way. The caller has been found to see it. @throws AppError OPERATION-STATE */
export async function stopOperation(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  organizationId: string,
  id: string,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    if (!(await moveOperation(tx, id, 'stopped', now))) throw new AppError('OPERATION-STATE');
    const subject = { type: 'operation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'operation.stopped', subject });
  });
}
