import { closingRoutes } from '@gatehouse/contract/closing';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import type { Said } from './closing-queries.ts';
import { DeletionEffects, SuspensionEffects } from './effects-list.tsx';

const ClosingDialog = lazy(() => import('./closing-dialog.tsx').then((module) => ({ default: module.ClosingDialog })));

/** The end of one's own organization: what it would do, and the press that begins it. For owners alone. */
export function ClosePanel() {
  const t = useText();
  const { slug, organization, may } = useConsoleOrganization();
  const isOwner = may('organization.close');
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['closing', slug],
    queryFn: ({ signal }) => call(closingRoutes.effects, { params: { org: slug }, signal }),
    enabled: isOwner,
  });
  const client = useQueryClient();
  const close = useMutation({
    mutationFn: (body: Said) => call(closingRoutes.close, { params: { org: slug }, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['session'] });
      globalThis.location.assign('/portal');
    },
  });
  if (!isOwner) return null;
  return (
    <Panel title={t('closing.own.title')} text={t('closing.own.text')}>
      {query.isPending ? <Skeleton rows={3} /> : null}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        <div className="flex flex-col gap-3">
          <SuspensionEffects effects={query.data.effects} />
          <DeletionEffects effects={query.data.effects} days={query.data.days} withNow={false} />
          {query.data.isFirst ? (
            <Notice tone="neutral" title={t('closing.own.first')} />
          ) : (
            <div>
              <Button look="danger" onClick={() => setOpen(true)}>
                {t('closing.own.button')}
              </Button>
            </div>
          )}
        </div>
      ) : null}
      {open && query.data ? (
        <Suspense>
          <ClosingDialog
            title={t('closing.own.ask', { name: organization.name })}
            text={t('closing.own.text')}
            action={t('closing.own.button')}
            shortName={slug}
            busy={close.isPending}
            error={close.error}
            onConfirm={(said, onRefused) => close.mutate(said, { onError: onRefused })}
            onClose={() => setOpen(false)}
          >
            <SuspensionEffects effects={query.data.effects} />
          </ClosingDialog>
        </Suspense>
      ) : null}
    </Panel>
  );
}
