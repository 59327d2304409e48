import type { ErrorParams } from '@gatehouse/contract/errors';
import type { ProblemCode } from '../../lib/api.ts';

/** Nothing has left for this long: until then a decision is taken back without a trace. */
export const UNDO_MS = 10_000;

export type Kind = 'company' | 'join';
/** One row of the queue, by what it is and its id. */
export type Key = `${Kind}:${string}`;
export type Verdict = { readonly decision: 'approve' | 'reject'; readonly reason?: string | undefined };
export type Refusal = { readonly code: ProblemCode; readonly params: ErrorParams };

/** What becomes of the rows that were decided about in this page: what is not in it waits for a decision. */
export type Decisions = ReadonlyMap<Key, RowState>;
export type RowState =
  | { readonly state: 'undoable' | 'sending'; readonly verdict: Verdict }
  | { readonly state: 'done'; readonly verdict: Verdict }
  | { readonly state: 'refused'; readonly refusal: Refusal };

export function keyOf(kind: Kind, id: string): Key {
  return `${kind}:${id}`;
}

/** The ids of one kind among these rows. */
export function idsOf(kind: Kind, keys: readonly Key[]): string[] {
  return keys.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));
}

/** Decided, and not on its way yet. A row that is decided about already stays as it is. */
export function decided(before: Decisions, keys: readonly Key[], verdict: Verdict): Decisions {
  const free = keys.filter((key) => isFree(before, key));
  return new Map([...before, ...free.map((key) => [key, { state: 'undoable', verdict }] as const)]);
}

/** Taken back: only what has not left yet. */
export function undone(before: Decisions, keys: readonly Key[]): Decisions {
  return new Map([...before].filter(([key, row]) => !(keys.includes(key) && row.state === 'undoable')));
}

/** Those of the rows that are due to leave now. */
export function dueOf(now: Decisions, keys: readonly Key[]): Key[] {
  return keys.filter((key) => now.get(key)?.state === 'undoable');
}

export function moved(before: Decisions, keys: readonly Key[], to: (key: Key) => RowState): Decisions {
  return new Map([...before, ...keys.map((key) => [key, to(key)] as const)]);
}

/** True where a decision can be made. */
export function isFree(decisions: Decisions, key: Key): boolean {
  const row = decisions.get(key);
  return row === undefined || row.state === 'refused';
}
