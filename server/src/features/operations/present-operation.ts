import { type Operation, REVERSIBLE_KINDS } from '@gatehouse/contract/operations';
import { AppError } from '../../kernel/app-error.ts';
import { after } from '../../kernel/clock.ts';
import type { Services } from '../../platform/services.ts';
import { fileUntil } from './domain/export-file.ts';
import { mayRetry } from './domain/operation.ts';
import { findOperationView, type OperationView } from './operation-read-model.ts';
import { UNDO_FOR } from './undo-operation.ts';

/** An operation as whoever has just begun it is told of it. @throws AppError NOT-FOUND */
export async function getOperation(
  { database }: Pick<Services, 'database'>,
  organizationId: string,
  id: string,
): Promise<Operation> {
  const view = await findOperationView(database, organizationId, id, null);
  if (!view) throw new AppError('NOT-FOUND');
  return presentOperation(view);
}

export function presentOperation(view: OperationView): Operation {
  const { creatorName, createdBy, createdAt, startsAt, endedAt, isUndone, isRetried, ...rest } = view;
  return {
    ...rest,
    createdBy: { id: createdBy, name: creatorName },
    createdAt: createdAt.toISOString(),
    startsAt: startsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    retryable: mayRetry(view),
    undoUntil: undoUntil(view)?.toISOString() ?? null,
    fileUntil: fileUntil(view)?.toISOString() ?? null,
  };
}

function undoUntil({ state, kind, undoes, isUndone, startsAt, endedAt, counts }: OperationView): Date | null {
  if (state === 'waiting') return startsAt;
  const isReversible = REVERSIBLE_KINDS.includes(kind) && undoes === null && !isUndone && (counts.done ?? 0) > 0;
  return isReversible && endedAt ? after(endedAt, UNDO_FOR) : null;
}
