import { operationRoutes } from '@gatehouse/contract/operations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, routeUrl } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { hasRows } from './operation-rows.tsx';
import { operationQuery } from './work-queries.ts';

/** How far an operation is that was begun here, what became of it, and how to take it back while that can be done. */
export function BulkNotice({
  org,
  id: begun,
  lists,
  onClose,
}: {
  org: string;
  id: string;
  lists: string;
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const [id, setId] = useState(begun);
  const params = { org, id };
  const query = useQuery(operationQuery(org, id));
  const undo = useMutation({
    mutationFn: () => call(operationRoutes.undo, { params }),
    onSuccess: (watched) => {
      setId(watched.id);
      client.setQueryData(['operations', org, watched.id], watched);
    },
  });
  const operation = query.data;
  const ended = operation?.endedAt ?? null;
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: [lists, org] });
  }, [client, ended, lists, org]);
  if (!operation) return null;
  const { state, kind, counts, done, total, undoUntil, fileUntil } = operation;
  const mayUndo = undoUntil !== null && Date.parse(undoUntil) > Date.now();
  const { done: succeeded = 0, skipped = 0, failed = 0 } = counts;
  return (
    <Notice
      tone={state === 'failed' ? 'danger' : 'info'}
      title={`${t(`operations.kind.${kind}`)} · ${t(`operations.state.${state}`)}`}
      actions={
        <>
          {mayUndo ? (
            <Button icon="back" busy={undo.isPending} onClick={() => undo.mutate()}>
              {t('lists.bulk.undo')}
            </Button>
          ) : null}
          {hasRows(operation) ? (
            <ButtonLink to="/console/$org/operations/$id" params={params}>
              {t('operations.open')}
            </ButtonLink>
          ) : null}
          {ended ? <Button onClick={onClose}>{t('lists.bulk.close')}</Button> : null}
        </>
      }
    >
      {state === 'waiting' ? <p>{t('lists.bulk.waiting')}</p> : null}
      {state === 'running' ? (
        <>
          <Progress label={t(`operations.kind.${kind}`)} done={done} total={total} running />
          <p>{t('lists.bulk.running')}</p>
        </>
      ) : null}
      {ended ? <p className="tabular-nums">{t('lists.bulk.outcome', { done: succeeded, skipped, failed })}</p> : null}
      {fileUntil ? (
        <a className="link" href={routeUrl(operationRoutes.file, { params })} download>
          {t('operations.file')}
        </a>
      ) : null}
      {undo.isError ? <ProblemNotice error={undo.error} /> : null}
    </Notice>
  );
}
