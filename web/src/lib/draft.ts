import { useState } from 'react';

/** What was typed, as it was stored; null where there is nothing readable. */
export function parseDraft<T extends object>(stored: string | null): Partial<T> | null {
  if (stored === null) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : null;
  } catch {
    return null;
  }
}

function read<T extends object>(key: string): Partial<T> | null {
  try {
    return parseDraft<T>(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage the draft lasts as long as the page.
  }
}

/**
 * A form's values that outlive a reload, a way out to another page and a session that ended: nothing typed is lost.
 * Kept in this tab only; `clear` forgets them once they are saved.
 */
export function useDraft<T extends object>(name: string, initial: T) {
  const key = `gatehouse-draft-${name}`;
  const [value, setValue] = useState<T>(() => ({ ...initial, ...read<T>(key) }));
  return {
    value,
    change(changes: Partial<T>): void {
      setValue((before) => {
        const after = { ...before, ...changes };
        write(key, after);
        return after;
      });
    },
    clear(): void {
      write(key, null);
      setValue(initial);
    },
  };
}
