import { useEffect, useRef } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Entry, Group } from './entries.ts';

/** What can be chosen, by group. The focus stays where one types. */
export function PaletteList({
  id,
  groups,
  current,
  onPoint,
  onChoose,
  empty,
}: {
  id: string;
  groups: readonly { group: Group; entries: readonly Entry[] }[];
  /** Place of the one that Enter chooses, counted through all groups. */
  current: number;
  onPoint: (place: number) => void;
  onChoose: (entry: Entry) => void;
  empty: string;
}) {
  const t = useText();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const option = list.current?.querySelector(`[data-place="${current}"]`);
    // With the first one its heading comes into sight as well.
    if (current === 0) list.current?.scrollTo({ top: 0 });
    else option?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  let place = -1;
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={t('palette.results')}
      className="min-h-0 flex-1 overflow-y-auto p-1.5"
    >
      {groups.map(({ group, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups of options
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <p id={`${id}-${group}`} className="px-3 pt-2 pb-1 text-meta font-semibold text-muted">
            {t(`palette.group.${group}`)}
          </p>
          {entries.map((entry) => {
            place += 1;
            const here = place;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the combobox, which has the focus
              // biome-ignore lint/a11y/useFocusableInteractive: it is pointed at by aria-activedescendant
              <div
                key={entry.key}
                id={`${id}-${here}`}
                role="option"
                aria-selected={here === current}
                data-place={here}
                onMouseMove={() => onPoint(here)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(entry)}
                className="flex min-h-control cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 aria-selected:bg-brand-soft pointer-coarse:min-h-11"
              >
                <Icon name={entry.icon} className="size-4 text-muted" />
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <span>{entry.label}</span>
                  {entry.detail ? <span className="text-muted">{` · ${entry.detail}`}</span> : null}
                </span>
              </div>
            );
          })}
        </div>
      ))}
      {groups.length === 0 && empty ? <p className="px-3 py-6 text-center text-muted">{empty}</p> : null}
    </div>
  );
}
