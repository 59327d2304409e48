import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { onProofNeeded } from '../../lib/api.ts';

const ConfirmQuestion = lazy(() =>
  import('./confirm-question.tsx').then((parts) => ({ default: parts.ConfirmQuestion })),
);

/** Whatever the server calls "too little proof" is asked here, and the call that met it goes on. One for each surface. */
export function ConfirmDialog() {
  const [wanted, setWanted] = useState<'fresh' | 'strong' | null>(null);
  const answer = useRef<(proven: boolean) => void>(() => {});
  useEffect(() => {
    onProofNeeded((proof) => {
      setWanted(proof);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
  }, []);
  const settle = (proven: boolean) => {
    setWanted(null);
    answer.current(proven);
  };
  return wanted ? (
    <Suspense fallback={null}>
      <ConfirmQuestion strong={wanted === 'strong'} onEnd={settle} />
    </Suspense>
  ) : null;
}
