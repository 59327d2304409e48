import { type ComponentProps, lazy, Suspense } from 'react';
import type { ExportPress } from './export-press.tsx';

// A list can be read before it can be exported.
const Press = lazy(() => import('./export-press.tsx').then((parts) => ({ default: parts.ExportPress })));

/** Writes the list that is looked at, as it is narrowed, into a file. */
export function ExportButton(props: ComponentProps<typeof ExportPress>) {
  return (
    <Suspense fallback={null}>
      <Press {...props} />
    </Suspense>
  );
}
