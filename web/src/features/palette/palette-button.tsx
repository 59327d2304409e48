import { lazy, Suspense, useEffect, useState } from 'react';
import { needCatalogues, useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { PaletteRoom } from './entries.ts';

const Palette = lazy(async () => {
  const [{ Palette: palette }] = await Promise.all([import('./palette.tsx'), needCatalogues(['palette', 'lists'])]);
  return { default: palette };
});

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** Opens the command palette: by Ctrl K, or ⌘ K, from anywhere in the console, and by a press where there is no keyboard. */
export function PaletteButton({ rooms }: { rooms: readonly PaletteRoom[] }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = event.key.toLowerCase() === 'k' && (isApple ? event.metaKey : event.ctrlKey);
      if (!wanted || event.shiftKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
        title={t('portal.palette')}
        onClick={() => setOpen(true)}
        className="inline-flex min-h-control min-w-control items-center justify-center gap-2 rounded-control px-2.5 text-muted hover:bg-sunken sm:border sm:border-control sm:bg-surface"
      >
        <Icon name="search" className="size-5 text-ink sm:size-4 sm:text-muted" />
        <span className="max-sm:sr-only">{t('portal.palette')}</span>
        <span aria-hidden="true" className="ml-4 text-meta max-lg:hidden pointer-coarse:hidden">
          {isApple ? '⌘ K' : 'Ctrl K'}
        </span>
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Palette rooms={rooms} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
