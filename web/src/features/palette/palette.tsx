import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type Entry, inGroups, matching, type PaletteRoom } from './entries.ts';
import { PaletteList } from './palette-list.tsx';
import { useEntries, useQuestion } from './use-entries.ts';
import { useFound } from './use-found.ts';

/** Of each group; the rest is found by typing on. */
const MOST = 7;

/**
 * Everything that can be found and done, by typing: a combobox whose list is always open (ARIA APG, "editable combobox with
 * list autocomplete"). Enter that ends the composition of a character chooses nothing.
 */
export function Palette({ rooms, onClose }: { rooms: readonly PaletteRoom[]; onClose: () => void }) {
  const t = useText();
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [before] = useState(() => document.activeElement);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const { groups, shown, searching, failed } = useShown(typed, rooms);
  const current = Math.min(active, shown.length - 1);
  const choose = (entry: Entry) => {
    onClose();
    if ('run' in entry) entry.run();
    else router.history.push(entry.href);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) {
      event.stopPropagation();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((current + step + shown.length) % Math.max(shown.length, 1));
    }
    const entry = shown[current];
    if (event.key === 'Enter' && entry) {
      event.preventDefault();
      choose(entry);
    }
  };
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-backdrop" />
        <Dialog.Popup
          initialFocus={input}
          finalFocus={() => (before instanceof HTMLElement && before.isConnected ? before : true)}
          className="fixed inset-x-2 top-2 z-30 mx-auto flex max-h-[calc(100dvh-1rem)] max-w-xl flex-col overflow-hidden rounded-panel border border-border bg-surface shadow-lg sm:top-[12vh] sm:max-h-[70vh]"
        >
          <Dialog.Title className="sr-only">{t('portal.palette')}</Dialog.Title>
          <div className="flex items-center gap-2 border-b border-border px-3 py-2">
            <Icon name="search" className="size-5 text-muted" />
            <input
              ref={input}
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={shown[current] ? `${id}-${current}` : undefined}
              aria-autocomplete="list"
              aria-label={t('palette.label')}
              placeholder={t('palette.label')}
              value={typed}
              maxLength={2000}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              enterKeyHint="go"
              onChange={(event) => {
                setTyped(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="min-h-control min-w-0 flex-1 rounded-control bg-transparent px-1 text-base text-ink outline-none text-ellipsis placeholder:text-muted"
            />
            <Dialog.Close render={<IconButton icon="cross" label={t('common.action.close')} />} />
          </div>
          <PaletteList
            id={id}
            groups={groups}
            current={current}
            onPoint={setActive}
            onChoose={choose}
            empty={searching ? '' : t('palette.none')}
          />
          <Count count={shown.length} searching={searching} failed={failed} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** 229 is what Safari says of the key that ends a composition, for it has ended by then. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}

function useShown(typed: string, rooms: readonly PaletteRoom[]) {
  const known = useEntries(rooms);
  const question = useQuestion(typed);
  const { entries, searching, failed } = useFound(typed);
  const groups = inGroups([...question, ...matching(known, typed), ...entries], MOST);
  return { groups, shown: groups.flatMap((one) => one.entries), searching, failed };
}

/** What a screen reader hears once the list has settled, and the keys for whoever sees them. */
function Count({ count, searching, failed }: { count: number; searching: boolean; failed: boolean }) {
  const t = useText();
  const [said, setSaid] = useState('');
  const text = failed ? t('palette.failed') : t('palette.count', { count });
  useEffect(() => {
    if (searching) return;
    const timer = setTimeout(() => setSaid(text), 400);
    return () => clearTimeout(timer);
  }, [searching, text]);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 border-t border-border px-4 py-2 text-meta text-muted">
      <p role="status" className={failed ? 'text-danger' : ''}>
        {said}
      </p>
      <p aria-hidden="true" className="pointer-coarse:hidden max-sm:hidden">
        {t('palette.keys')}
      </p>
    </div>
  );
}
