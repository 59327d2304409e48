import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import type { OwnPlace } from './leave-dialog.tsx';

const LeaveDialog = lazy(() => import('./leave-dialog.tsx').then((parts) => ({ default: parts.LeaveDialog })));

/** `onLeft` is told the name, when the server has said that the place is gone. */
export function LeaveButton({ place, onLeft }: { place: OwnPlace; onLeft: (name: string) => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { name } = place.organization;
  return (
    <>
      <Button
        look={place.closed ? 'secondary' : 'quiet'}
        onClick={() => setOpen(true)}
        aria-label={t('portal.leave.of', { name })}
      >
        {t('portal.leave.button')}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <LeaveDialog place={place} onClose={() => setOpen(false)} onLeft={() => onLeft(name)} />
        </Suspense>
      ) : null}
    </>
  );
}
