import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { type AlertRow, acknowledge, findAlert } from './alert-store.ts';

/** Somebody has looked at it. @throws AppError NOT-FOUND; CONFLICT: somebody else has */
export async function acknowledgeAlert(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  of: { readonly organizationId: string; readonly id: string; readonly by: string; readonly note: string },
): Promise<AlertRow> {
  const { organizationId, id, note } = of;
  return database.transaction(async (tx) => {
    const before = await findAlert(tx, organizationId, id);
    if (!before) throw new AppError('NOT-FOUND');
    if (!(await acknowledge(tx, of, clock.now()))) throw new AppError('CONFLICT');
    await recordAuditEvent(tx, caller, clock.now(), {
      organizationId,
      action: 'alert.acknowledged',
      subject: { type: 'alert', id },
      change: { rule: before.rule, ...(note === '' ? {} : { note }) },
    });
    const row = await findAlert(tx, organizationId, id);
    if (!row) throw new AppError('NOT-FOUND');
    return row;
  });
}
