import { type Deletion, ownAccountRoutes } from '@gatehouse/contract/own-account';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** What deleting my account does in each organization, and the press that begins it. */
export function DeletionPanel() {
  const t = useText();
  const deletion = useQuery({
    queryKey: ['own-deletion'],
    queryFn: ({ signal }) => call(ownAccountRoutes.deletion, { signal }),
  });
  return (
    <Panel title={t('own.deletion.title')}>
      {deletion.isPending ? <Skeleton rows={3} /> : null}
      {deletion.isError ? <ProblemNotice error={deletion.error} onRetry={() => void deletion.refetch()} /> : null}
      {deletion.data ? <Consequences {...deletion.data} /> : null}
    </Panel>
  );
}

function Consequences({ organizations, days }: Deletion) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const ask = useMutation({
    mutationFn: () => call(ownAccountRoutes.askForDeletion, {}),
    onSuccess: () => globalThis.location.assign('/sign-in'),
  });
  const held = organizations.some(({ lastOwner }) => lastOwner);
  return (
    <div className="flex flex-col gap-3">
      <p>{t('own.deletion.text', { days })}</p>
      <ul className="list-disc pl-5">
        {organizations.map(({ id, name, lastOwner }) => (
          <li key={id}>{t(lastOwner ? 'own.deletion.last-owner' : 'own.deletion.leave', { organization: name })}</li>
        ))}
      </ul>
      {held ? null : (
        <div>
          <Button look="danger" onClick={() => setOpen(true)}>
            {t('own.deletion.button')}
          </Button>
        </div>
      )}
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('own.deletion.title')}
        text={t('own.deletion.confirm', { days })}
        action={t('own.deletion.button')}
        busy={ask.isPending}
        onConfirm={() => ask.mutate()}
      >
        {ask.isError ? <ProblemNotice error={ask.error} /> : null}
      </Confirm>
    </div>
  );
}
