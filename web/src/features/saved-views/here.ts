import type { SavedView } from '@gatehouse/contract/saved-views';
import type { View } from '../../ui/views.tsx';
import { addressOfView, type ListSearch } from './view-queries.ts';

/** What somebody looks at: which view it is, and whether it is still as it was kept. */
export type Here = {
  /** Of the view among all that are shown; null: none of them. */
  readonly key: string | null;
  readonly saved: SavedView | null;
  /** The saved view was opened, and looks otherwise now. */
  readonly changed: boolean;
};

/** What of an address belongs to a view: not where in the list one stands, and not the view itself. */
export function searchOf(search: ListSearch, names: readonly string[]): Record<string, string> {
  const kept = names.flatMap((name): [string, string][] => {
    const value = search[name];
    return value && !['cursor', 'view', 'tab'].includes(name) ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}

const wordsOf = (search: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(search).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** Which view an address is. */
export function hereOf(
  saved: readonly SavedView[],
  builtIn: readonly View[],
  now: Readonly<Record<string, string>>,
  opened: string | undefined,
): Here {
  const words = wordsOf(now);
  const fits = (view: SavedView) => {
    const { view: _, ...search } = addressOfView(view);
    return wordsOf(search) === words;
  };
  const own = saved.find(({ id }) => id === opened);
  if (own) return { key: own.id, saved: own, changed: !fits(own) };
  const known = builtIn.find(({ search }) => wordsOf(search) === words);
  if (known) return { key: known.key, saved: null, changed: false };
  if (words === wordsOf({})) return { key: 'all', saved: null, changed: false };
  const same = saved.find(fits) ?? null;
  return { key: same?.id ?? null, saved: same, changed: false };
}
