import { useState } from 'react';

/** Rows that are selected: some of those in sight, or all that match. */
export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** How many match, while all of them are selected. */
  readonly all: number | null;
  readonly count: number;
  toggle(id: string): void;
  add(ids: readonly string[]): void;
  selectAll(count: number): void;
  clear(): void;
};

/** A selection of the list that `of` names: another list has none yet. */
export function useSelection(of: string): Selection {
  const nothing = { of, ids: new Set<string>() as ReadonlySet<string>, all: null as number | null };
  const [state, setState] = useState(nothing);
  const now = state.of === of ? state : nothing;
  const change = (ids: Iterable<string>, all: number | null = null) => setState({ of, ids: new Set(ids), all });
  return {
    ids: now.ids,
    all: now.all,
    count: now.all ?? now.ids.size,
    toggle: (id) => change(now.ids.has(id) ? [...now.ids].filter((one) => one !== id) : [...now.ids, id]),
    add: (ids) => change([...now.ids, ...ids]),
    selectAll: (count) => change([], count),
    clear: () => change([]),
  };
}
