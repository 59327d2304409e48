import { lazy, Suspense, useEffect, useState } from 'react';
import { needCatalogues } from '../../lib/i18n.tsx';
import { useSession } from '../sessions/session.ts';
import { actOf, type KeyAct } from './keys.ts';

const KeysDialog = lazy(async () => {
  const [{ KeysDialog: dialog }] = await Promise.all([import('./keys-dialog.tsx'), needCatalogues(['keys'])]);
  return { default: dialog };
});

/** By this the keys are shown from elsewhere. */
export const SHOW_KEYS = 'gatehouse-keys';

/** The keys of lists, wherever in the console one is: j k x Enter / ?. Each person can switch them off (WCAG 2.2, 2.1.4). */
export function ListKeys() {
  const { shortcuts } = useSession().account;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const show = () => setShown(true);
    const onKey = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (act && (act === 'help' ? setShown(true) : DOES[act]()) !== false) event.preventDefault();
    };
    document.addEventListener(SHOW_KEYS, show);
    if (shortcuts) document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener(SHOW_KEYS, show);
      document.removeEventListener('keydown', onKey);
    };
  }, [shortcuts]);
  return shown ? (
    <Suspense fallback={null}>
      <KeysDialog onClose={() => setShown(false)} />
    </Suspense>
  ) : null;
}

const rows = () => [...document.querySelectorAll<HTMLElement>('main [data-row]')];
const currentRow = () => document.activeElement?.closest<HTMLElement>('main [data-row]') ?? null;

function move(step: 1 | -1): boolean {
  const all = rows();
  const here = currentRow();
  const next = all[here ? Math.min(Math.max(all.indexOf(here) + step, 0), all.length - 1) : 0];
  next?.focus();
  return next !== undefined;
}

/** Presses what a row has for it; false where there is none. */
function press(selector: string): boolean {
  const control = currentRow()?.querySelector<HTMLElement>(selector);
  control?.click();
  return control !== null && control !== undefined;
}

/** Each answers whether there was something to do; else the key is the browser's. */
const DOES: Record<Exclude<KeyAct, 'help'>, () => boolean> = {
  next: () => move(1),
  previous: () => move(-1),
  select: () => press('input[type="checkbox"]:not(:disabled)'),
  open: () => press('a[href]'),
  search: () => {
    const box = document.querySelector<HTMLElement>('main input[type="search"]');
    box?.focus();
    return box !== null;
  },
};
