import { type CompanyDetail, ORGANIZATION_DELETION_DAYS } from '@gatehouse/contract/closing';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type CompanyAct, useCompanyAct } from './closing-queries.ts';
import { DeletionEffects, SuspensionEffects } from './effects-list.tsx';

const ClosingDialog = lazy(() => import('./closing-dialog.tsx').then((module) => ({ default: module.ClosingDialog })));

type Of = { company: CompanyDetail; org: string };

/** What can be done with a company as it stands: said with whom it concerns, before anything is pressed. */
export function CompanyActs({ company, org }: Of) {
  const { state } = company.standing;
  const t = useText();
  if (state === 'deleting' && !company.mayKeep) return <Notice tone="neutral" title={t('closing.not-yours-to-keep')} />;
  return (
    <>
      {state === 'active' ? <ActPanel company={company} org={org} act="suspend" /> : null}
      {state === 'suspended' ? <ActPanel company={company} org={org} act="resume" /> : null}
      {state === 'deleting' ? <ActPanel company={company} org={org} act="keep" /> : null}
      {state === 'deleting' ? null : <ActPanel company={company} org={org} act="delete" />}
    </>
  );
}

function ActPanel({ company, org, act }: Of & { act: CompanyAct }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const run = useCompanyAct(org, company.id, act);
  const { name } = company;
  const effects = <Effects company={company} act={act} />;
  const helps = act === 'resume' || act === 'keep';
  return (
    <Panel title={t(`closing.${act}.title`)} text={t(`closing.${act}.text`)}>
      <div className="flex flex-col gap-3">
        {effects}
        <div>
          <Button
            look={helps ? 'primary' : 'danger'}
            onClick={() => {
              run.reset();
              setOpen(true);
            }}
          >
            {t(`closing.${act}.button`)}
          </Button>
        </div>
      </div>
      {open ? (
        <Suspense>
          <ClosingDialog
            title={t(`closing.${act}.ask`, { name })}
            text={t(`closing.${act}.text`)}
            action={t(`closing.${act}.button`)}
            shortName={act === 'delete' ? company.slug : null}
            asksReason={act !== 'keep'}
            busy={run.isPending}
            error={run.error}
            onConfirm={(said, onRefused) => run.mutate(said, { onSuccess: () => setOpen(false), onError: onRefused })}
            onClose={() => setOpen(false)}
          >
            {effects}
          </ClosingDialog>
        </Suspense>
      ) : null}
    </Panel>
  );
}

function Effects({ company: { effects }, act }: { company: CompanyDetail; act: CompanyAct }) {
  if (act === 'suspend' || act === 'resume') return <SuspensionEffects effects={effects} isPast={act === 'resume'} />;
  return act === 'delete' ? <DeletionEffects effects={effects} days={ORGANIZATION_DELETION_DAYS} /> : null;
}
