import type { RecoveryRequest } from '@gatehouse/contract/recoveries';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { deviceName } from '../sessions/device-name.ts';
import { openRecoveries, recoveriesQuery, refreshAfterDecision } from './queue-queries.ts';

const DecideRecovery = lazy(() =>
  import('./decide-recovery.tsx').then((module) => ({ default: module.DecideRecovery })),
);

/** Members who have lost every second step, and wait for a decision or for their time. Nothing where nobody does. */
export function RecoveryQueue({ org }: { org: string }) {
  const t = useText();
  const client = useQueryClient();
  const requests = useQuery(recoveriesQuery(org));
  const [open, setOpen] = useState<{ request: RecoveryRequest; decision: 'approve' | 'reject' } | null>(null);
  const items = openRecoveries(requests.data);
  if (requests.isError) return <ProblemNotice error={requests.error} onRetry={() => void requests.refetch()} />;
  if (items.length === 0) return null;
  return (
    <Panel title={t('queue.recovery.title')} text={t('queue.recovery.text')}>
      <ul className="divide-y divide-border">
        {items.map((request) => (
          <li key={request.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 first:pt-0">
            <Asked request={request} org={org} />
            {request.mayDecide ? (
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setOpen({ request, decision: 'approve' })}>{t('common.action.approve')}</Button>
                <Button look="danger" onClick={() => setOpen({ request, decision: 'reject' })}>
                  {t('common.action.reject')}
                </Button>
              </div>
            ) : (
              <p className="text-meta text-muted">{t(waitingFor(request))}</p>
            )}
          </li>
        ))}
      </ul>
      <Suspense>
        {open ? (
          <DecideRecovery
            {...open}
            org={org}
            onClose={() => setOpen(null)}
            onDone={() => void refreshAfterDecision(client, org)}
          />
        ) : null}
      </Suspense>
    </Panel>
  );
}

/** What becomes of it without whoever looks at it. */
function waitingFor({ state, decidable }: RecoveryRequest): string {
  if (state === 'approved') return 'queue.recovery.approved';
  return decidable ? 'queue.recovery.others' : 'queue.recovery.operator';
}

/** Who asks, from where, with which words, and what is unusual about it. */
function Asked({ request, org }: { request: RecoveryRequest; org: string }) {
  const t = useText();
  const { memberId, name, address, note, warnings, ip, userAgent, askedAt, readyAt } = request;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p>
        <Link to="/console/$org/people/$id" params={{ org, id: memberId }} className="link font-semibold">
          {name}
        </Link>{' '}
        <span className="text-muted wrap-anywhere">{address}</span>
      </p>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {warnings.map((warning) => (
          <State key={warning} tone="warning" icon="alert">
            {t(`queue.recovery.warning.${warning}`)}
          </State>
        ))}
      </div>
      {note ? <q>{note}</q> : null}
      <FactList
        facts={[
          { label: t('queue.recovery.asked'), value: <Time at={askedAt} stacked={false} /> },
          { label: t('queue.recovery.ready'), value: <Time at={readyAt} stacked={false} /> },
          { label: t('queue.recovery.device'), value: deviceName(userAgent) ?? '–' },
          { label: t('queue.recovery.address'), value: <span className="tabular-nums">{ip}</span> },
        ]}
      />
    </div>
  );
}
