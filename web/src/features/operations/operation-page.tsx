import { type Operation, operationRoutes } from '@gatehouse/contract/operations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { call, routeUrl } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button, DownloadLink } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { hasRows, OperationRows } from './operation-rows.tsx';
import { operationQuery, stopWork } from './work-queries.ts';
import { WorkState } from './work-state.tsx';

const route = getRouteApi('/console/$org/operations/$id');

/** One bulk action: how far it is, and what became of each single one and why. */
export function OperationPage() {
  const t = useText();
  const { id } = route.useParams();
  const search = route.useSearch();
  const { slug } = useConsoleOrganization();
  const query = useQuery(operationQuery(slug, id));
  const operation = query.data;
  return (
    <Page
      title={t(operation ? `operations.kind.${operation.kind}` : 'operations.tray')}
      state={operation ? <WorkState state={operation.state} /> : null}
      actions={operation ? <Actions key={id} operation={operation} org={slug} /> : null}
    >
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={8} /> : null}
      {operation ? <Standing operation={operation} /> : null}
      {operation && hasRows(operation) ? <OperationRows operation={operation} org={slug} search={search} /> : null}
      {operation && !hasRows(operation) ? (
        <Notice tone="neutral" title={t('operations.rows.none.title')}>
          <p>{t('operations.rows.none.text')}</p>
        </Notice>
      ) : null}
    </Page>
  );
}

function Standing({ operation }: { operation: Operation }) {
  const t = useText();
  const { kind, state, done, total, createdBy, endedAt, createdAt, undoes, problem } = operation;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-3 text-muted">
        <span>{t('operations.page.by', { name: createdBy.name })}</span>
        <Time at={endedAt ?? createdAt} stacked={false} />
      </p>
      {undoes ? <p className="text-muted">{t('operations.undoes')}</p> : null}
      {problem ? <p className="font-semibold text-danger">{t(problem)}</p> : null}
      {state === 'waiting' ? <p>{t('lists.bulk.waiting')}</p> : null}
      {state === 'running' ? <Progress label={t(`operations.kind.${kind}`)} done={done} total={total} running /> : null}
    </div>
  );
}

/** What can be done about it now: stop it, take it back, try the refused ones again, take the results along. */
function Actions({ operation, org }: { operation: Operation; org: string }) {
  const t = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, state, counts, undoUntil, retryable } = operation;
  const params = { org, id };
  const follow = (next: Operation) => {
    void client.invalidateQueries({ queryKey: ['operations', org] });
    if (next.id !== id) void navigate({ to: '/console/$org/operations/$id', params: { org, id: next.id } });
  };
  const stop = useMutation({
    mutationFn: () => stopWork(org, { id, type: 'operation' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['operations', org] }),
  });
  const undo = useMutation({ mutationFn: () => call(operationRoutes.undo, { params }), onSuccess: follow });
  const retry = useMutation({ mutationFn: () => call(operationRoutes.retry, { params }), onSuccess: follow });
  const mayUndo = undoUntil !== null && Date.parse(undoUntil) > Date.now();
  const error = stop.error ?? undo.error ?? retry.error;
  return (
    <>
      {state === 'running' ? (
        <Button busy={stop.isPending} onClick={() => stop.mutate()}>
          {t('operations.stop')}
        </Button>
      ) : null}
      {mayUndo ? (
        <Button icon="back" busy={undo.isPending} onClick={() => undo.mutate()}>
          {t('lists.bulk.undo')}
        </Button>
      ) : null}
      {hasRows(operation) ? (
        <DownloadLink href={routeUrl(operationRoutes.report, { params })}>{t('operations.download')}</DownloadLink>
      ) : null}
      {retryable ? (
        <Button look="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
          {t('operations.retry', { count: counts.failed ?? 0 })}
        </Button>
      ) : null}
      {error ? <ProblemNotice error={error} /> : null}
    </>
  );
}
