import type { CompanyDetail } from '@gatehouse/contract/closing';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SeatsLine } from '../organizations/seats-line.tsx';

const LimitDialog = lazy(() => import('./limit-dialog.tsx').then((module) => ({ default: module.LimitDialog })));

/** How many members a company may have, and how many there are: whoever invited it says so. */
export function LimitPanel({ company, org }: { company: CompanyDetail; org: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t('closing.limit.title')} text={t('closing.limit.text')}>
      <div className="flex flex-col gap-3">
        <SeatsLine seats={company.seats} />
        <div>
          <Button onClick={() => setOpen(true)}>{t('closing.limit.button')}</Button>
        </div>
      </div>
      <Suspense fallback={null}>
        {open ? <LimitDialog company={company} org={org} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </Panel>
  );
}
