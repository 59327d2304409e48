import { type Import, importRoutes } from '@gatehouse/contract/imports';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { importQuery, progressOf, reportUrl, useImportChange } from './import-queries.ts';
import { ReadingPanel } from './import-reading.tsx';
import { RowsPanel } from './import-rows.tsx';
import { SeatsNotice } from './import-seats.tsx';
import { type Becomes, becomesOf, kindOf, StartPanel } from './import-start.tsx';
import { ImportState } from './import-state.tsx';
import { UndoButton } from './import-undo.tsx';

const route = getRouteApi('/console/$org/imports/$id');

export function ImportPage() {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const { id } = route.useParams();
  const [chosen, setChosen] = useState<Becomes | null>(null);
  const kind = chosen === null ? undefined : kindOf(chosen);
  const query = useQuery({ ...importQuery(slug, id, kind), placeholderData: keepPreviousData });
  const item = query.data;
  return (
    <Page
      title={item ? item.fileName || t('imports.pasted') : t('console.imports.title')}
      back={
        <BackLink to="/console/$org/imports" params={{ org: slug }}>
          {t('console.imports.title')}
        </BackLink>
      }
      state={item ? <ImportState state={item.state} /> : null}
    >
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={8} /> : null}
      {item ? <Record item={item} org={slug} chosen={chosen} onChoose={setChosen} /> : null}
    </Page>
  );
}

type RecordProps = {
  item: Import;
  org: string;
  /** What the rows are to become; null until it is said. */
  chosen: Becomes | null;
  onChoose: (becomes: Becomes) => void;
};

function Record({ item, org, chosen, onChoose }: RecordProps) {
  const search = route.useSearch();
  const open = item.state === 'uploaded' || item.state === 'ready';
  const becomes = chosen ?? becomesOf(item.options);
  return (
    <>
      <SeatsNotice item={item} org={org} />
      {open ? <ReadingPanel item={item} org={org} /> : <ProgressPanel item={item} org={org} />}
      {item.state === 'ready' || item.state === 'stopped' ? (
        <StartPanel item={item} org={org} becomes={becomes} onChoose={onChoose} />
      ) : null}
      {item.state === 'uploaded' ? null : (
        <RowsPanel item={item} org={org} search={{ ...search, kind: kindOf(becomes) }} />
      )}
    </>
  );
}

/** How far it is, and what can be done about it. */
function ProgressPanel({ item, org }: { item: Import; org: string }) {
  const t = useText();
  const act = useImportChange(org, (action: 'stop' | 'retry') =>
    call(importRoutes[action], { params: { org, id: item.id } }),
  );
  const { failed = 0 } = item.counts;
  const resting = item.state === 'done' || item.state === 'stopped';
  return (
    <Panel title={t(`imports.state.${item.state}`)}>
      <div className="flex flex-col gap-3">
        <Progress key={item.id + item.startedAt} label={t('console.imports.title')} {...progressOf(item)} />
        {item.state === 'running' ? <p className="text-muted">{t('imports.leave')}</p> : null}
        {act.isError ? <ProblemNotice error={act.error} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          {item.state === 'running' ? (
            <Button look="danger" busy={act.isPending} onClick={() => act.mutate('stop')}>
              {t('imports.stop')}
            </Button>
          ) : null}
          {resting && failed > 0 ? (
            <Button busy={act.isPending} onClick={() => act.mutate('retry')}>
              {t('imports.retry')}
            </Button>
          ) : null}
          <UndoButton item={item} org={org} />
          <a className="link" href={reportUrl(org, item.id)} download>
            {t('imports.report')}
          </a>
          {failed > 0 ? (
            <a className="link" href={reportUrl(org, item.id, { state: 'failed' })} download>
              {t('imports.report-failed')}
            </a>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
