import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';

/** The way on for whoever gets no further here (card D23). */
export function CannotGetIn({ context: { t } }: { context: DoorContext }): ReactNode {
  return (
    <p className="hint">
      <a href="/new-link">{t('door.cannot-get-in')}</a>
    </p>
  );
}
