import { type Identifier, identifierRoutes } from '@gatehouse/contract/identifiers';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { identifiersQuery, useRefreshIdentifiers } from './identifier-queries.ts';
import { WaitingChange } from './waiting-change.tsx';

const NewIdentifier = lazy(() => import('./new-identifier.tsx').then((module) => ({ default: module.NewIdentifier })));
const RemoveIdentifier = lazy(() =>
  import('./remove-identifier.tsx').then((module) => ({ default: module.RemoveIdentifier })),
);

/** What I am found by: each with what can be done about it, and what waits for its code. */
export function IdentifiersPanel() {
  const t = useText();
  const identifiers = useQuery(identifiersQuery);
  const [done, setDone] = useState(false);
  const [adding, setAdding] = useState(false);
  const { items = [], changes = [], usernames = [] } = identifiers.data ?? {};
  return (
    <Panel title={t('security.identifiers.title')} text={t('security.identifiers.text')}>
      {identifiers.isPending ? <Skeleton rows={2} /> : null}
      {identifiers.isError ? (
        <ProblemNotice error={identifiers.error} onRetry={() => void identifiers.refetch()} />
      ) : null}
      <div role="status" className="mb-4 empty:hidden">
        {done ? <Notice tone="success" title={t('security.identifiers.done')} /> : null}
      </div>
      <ul className="divide-y divide-border">
        {items.map((identifier) => (
          <IdentifierRow key={identifier.id} identifier={identifier} onDone={() => setDone(true)} />
        ))}
        {usernames.map(({ shown, organizationName }) => (
          <li key={shown} className="flex min-w-0 gap-3 py-4">
            <Icon name="people" className="mt-1 size-5 text-muted" />
            <div className="flex min-w-0 flex-col gap-1">
              <span translate="no" className="font-semibold wrap-anywhere">
                {shown}
              </span>
              <p className="text-meta text-muted">
                {t('security.identifiers.username', { organization: organizationName })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {changes.map((change) => (
        <WaitingChange key={change.id} change={change} onDone={() => setDone(true)} />
      ))}
      {identifiers.data ? (
        <div className="mt-4">
          <Button onClick={() => setAdding(true)}>{t('security.identifiers.add')}</Button>
          <Suspense>{adding ? <NewIdentifier replaces={null} onClose={() => setAdding(false)} /> : null}</Suspense>
        </div>
      ) : null}
    </Panel>
  );
}

function IdentifierRow({ identifier, onDone }: { identifier: Identifier; onDone: () => void }) {
  const t = useText();
  const { shown, kind, primary, verified, removable } = identifier;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 first:pt-0">
      <div className="flex min-w-0 gap-3">
        <Icon name={kind === 'email' ? 'mail' : 'device'} className="mt-1 size-5 text-muted" />
        <div className="flex min-w-0 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <span translate="no" className="font-semibold wrap-anywhere">
              {shown}
            </span>
            {primary ? (
              <State tone="success" icon="check">
                {t('security.identifiers.primary')}
              </State>
            ) : null}
            {verified ? null : (
              <State tone="warning" icon="alert">
                {t('security.identifiers.unproven')}
              </State>
            )}
          </span>
          {verified ? null : <p className="text-meta text-muted">{t('security.identifiers.unproven-text')}</p>}
          {removable ? null : <p className="text-meta text-muted">{t('security.identifiers.last')}</p>}
        </div>
      </div>
      <RowActions identifier={identifier} onDone={onDone} />
    </li>
  );
}

function RowActions({ identifier, onDone }: { identifier: Identifier; onDone: () => void }) {
  const t = useText();
  const { id, shown, primary, verified, removable } = identifier;
  const [open, setOpen] = useState<'change' | 'remove' | null>(null);
  const refresh = useRefreshIdentifiers();
  const ended = () => {
    refresh();
    onDone();
  };
  const promote = useMutation({
    mutationFn: () => call(identifierRoutes.makePrimary, { params: { id } }),
    onSuccess: ended,
  });
  const prove = useMutation({
    mutationFn: () => call(identifierRoutes.begin, { body: { identifier: shown } }),
    onSuccess: refresh,
  });
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2">
      {verified ? (
        <Button onClick={() => setOpen('change')} aria-label={t('security.identifiers.change-one', { address: shown })}>
          {t('security.identifiers.change')}
        </Button>
      ) : (
        <Button
          busy={prove.isPending}
          onClick={() => prove.mutate()}
          aria-label={t('security.identifiers.prove-one', { address: shown })}
        >
          {t('security.identifiers.prove')}
        </Button>
      )}
      {verified && !primary ? (
        <Button
          busy={promote.isPending}
          onClick={() => promote.mutate()}
          aria-label={t('security.identifiers.make-primary-one', { address: shown })}
        >
          {t('security.identifiers.make-primary')}
        </Button>
      ) : null}
      {removable ? (
        <Button
          look="danger"
          onClick={() => setOpen('remove')}
          aria-label={t('security.identifiers.remove-one', { address: shown })}
        >
          {t('security.identifiers.remove')}
        </Button>
      ) : null}
      {promote.isError ? <ProblemNotice error={promote.error} /> : null}
      {prove.isError ? <ProblemNotice error={prove.error} /> : null}
      <Suspense>
        {open === 'change' ? <NewIdentifier replaces={identifier} onClose={close} /> : null}
        {open === 'remove' ? <RemoveIdentifier identifier={identifier} onClose={close} onDone={ended} /> : null}
      </Suspense>
    </div>
  );
}
