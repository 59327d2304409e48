import type { KeyboardEvent } from 'react';
import { useSession } from '../sessions/session.ts';
import type { Key } from './decisions.ts';

type Action = 'select' | 'approve' | 'reject';
const ACTIONS: Readonly<Record<string, Action>> = { x: 'select', a: 'approve', r: 'reject' };
const STEPS: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1 };

/** Where letters are typed they are letters. */
const WRITING = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';

/**
 * j and k go from row to row, x selects, a approves, r rejects: while the focus is in the list, and nowhere else (WCAG 2.2,
 * 2.1.4).
 */
export function useQueueKeys(act: (key: Key, action: Action) => void) {
  const { shortcuts } = useSession().account;
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { target, key, currentTarget } = event;
      if (!shortcuts || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
      if (target.closest(WRITING) || target.closest('[role="dialog"]')) return;
      const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
      const here = target.closest<HTMLElement>('[data-row]');
      const step = STEPS[key];
      if (step !== undefined) {
        event.preventDefault();
        const next = here ? rows.indexOf(here) + step : 0;
        rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
        return;
      }
      const action = ACTIONS[key];
      if (!action || !here?.dataset.row) return;
      event.preventDefault();
      act(here.dataset.row as Key, action);
    },
  };
}
