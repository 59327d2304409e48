import { useLayoutEffect } from 'react';

/** Tells the style sheet how dense this surface is, open menus and dialogs included. */
export function useSurface(name: 'portal' | 'console'): void {
  useLayoutEffect(() => {
    document.documentElement.dataset.surface = name;
  }, [name]);
}
