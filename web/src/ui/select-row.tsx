import { useText } from '../lib/i18n.tsx';
import type { Selection } from '../lib/selection.ts';
import { Button } from './button.tsx';

/** Above the way to the record, which covers the whole row. */
export function SelectRow({ id, name, selection }: { id: string; name: string; selection: Selection }) {
  const t = useText();
  return (
    <label className="relative z-1 -m-2 inline-flex p-2 pointer-coarse:p-3">
      <input
        type="checkbox"
        aria-label={t('lists.select', { name })}
        checked={selection.all !== null || selection.ids.has(id)}
        disabled={selection.all !== null}
        onChange={() => selection.toggle(id)}
        className="size-4 accent-brand-text"
      />
    </label>
  );
}

/** The ways to select more than one: this page, or everything that matches. */
export function SelectMany({
  ids,
  selection,
  count,
}: {
  ids: readonly string[];
  selection: Selection;
  /** How many match; null while nobody knows, or where they are too many for one action. */
  count: number | null;
}) {
  const t = useText();
  if (ids.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => selection.add(ids)}>{t('lists.select-page')}</Button>
      {count !== null && count > ids.length ? (
        <Button onClick={() => selection.selectAll(count)}>{t('lists.select-all', { count })}</Button>
      ) : null}
    </div>
  );
}
