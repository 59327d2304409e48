import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { onProofNeeded } from '../../lib/api.ts';

const ConfirmQuestion = lazy(() =>
  import('./confirm-question.tsx').then((parts) => ({ default: parts.ConfirmQuestion })),
);

/** Whatever the server calls "too little proof" is asked here, and the call that met it goes on. One for each surface. */
export function ConfirmDialog() {
  const [open, setOpen] = useState(false);
  const answer = useRef<(proven: boolean) => void>(() => {});
  useEffect(() => {
    onProofNeeded(() => {
      setOpen(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
  }, []);
  const settle = (proven: boolean) => {
    setOpen(false);
    answer.current(proven);
  };
  return open ? (
    <Suspense fallback={null}>
      <ConfirmQuestion onEnd={settle} />
    </Suspense>
  ) : null;
}
