import {
  type OperationKind,
  type OperationResult,
  type OperationState,
  ROW_KINDS,
} from '@gatehouse/contract/operations';

/** From which states an operation comes to another. The store runs each as `update ... where state = any(from)`. */
export const OPERATION_MOVES = {
  running: ['waiting'],
  done: ['running'],
  failed: ['waiting', 'running'],
  stopped: ['waiting', 'running'],
  undone: ['waiting'],
} as const satisfies Partial<Record<OperationState, readonly OperationState[]>>;
export type OperationMove = keyof typeof OPERATION_MOVES;

type Ended = {
  readonly kind: OperationKind;
  readonly endedAt: Date | null;
  readonly undoes: string | null;
  readonly counts: Readonly<Partial<Record<OperationResult, number>>>;
  readonly isRetried: boolean;
};

/** Whether what was refused can be tried again: once it is over, once, and not what takes another operation back. */
export function mayRetry({ kind, endedAt, undoes, counts, isRetried }: Ended): boolean {
  return endedAt !== null && undoes === null && !isRetried && ROW_KINDS.includes(kind) && (counts.failed ?? 0) > 0;
}
