import type { OperationState } from '@gatehouse/contract/operations';

/** From which states an operation comes to another. The store runs each as `update ... where state = any(from)`. */
export const OPERATION_MOVES = {
  running: ['waiting'],
  done: ['running'],
  failed: ['waiting', 'running'],
  stopped: ['waiting', 'running'],
  undone: ['waiting'],
} as const satisfies Partial<Record<OperationState, readonly OperationState[]>>;
export type OperationMove = keyof typeof OPERATION_MOVES;
