import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Time } from '../../ui/time.tsx';
import { useSession } from '../sessions/session.ts';
import { hasRows } from './operation-rows.tsx';
import { stopWork, type Work } from './work-queries.ts';
import { WorkState } from './work-state.tsx';

/** One piece of work: how far it is, how to stop it, where what it made is. */
export function WorkRow({ work, org, onChosen }: { work: Work; org: string; onChosen: () => void }) {
  const t = useText();
  const title = titleOf(t, work);
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <p className="font-semibold break-words">{title}</p>
          <p className="text-meta text-muted">{work.by ?? '–'}</p>
        </div>
        <WorkState state={work.state} />
      </div>
      {work.underWay ? (
        <Progress key={work.id} label={title} done={work.done} total={work.total} running={work.state !== 'waiting'} />
      ) : (
        <p className="text-meta text-muted tabular-nums">
          {t(outcomeOf(work), { done: work.succeeded, failed: work.failed, kept: work.failed })}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {work.endedAt ? <Time at={work.endedAt} stacked={false} /> : <StopButton work={work} org={org} />}
        {work.type === 'import' ? (
          <Link className="link" to="/console/$org/imports/$id" params={{ org, id: work.id }} onClick={onChosen}>
            {t('operations.report')}
          </Link>
        ) : null}
        {work.type === 'operation' && hasRows(work) ? (
          <Link className="link" to="/console/$org/operations/$id" params={{ org, id: work.id }} onClick={onChosen}>
            {t('operations.open')}
          </Link>
        ) : null}
        {work.type === 'operation' && work.files ? <Files files={work.files} /> : null}
      </div>
    </li>
  );
}

function titleOf(t: Translate, work: Work): string {
  if (work.type === 'operation') return t(`operations.kind.${work.kind}`);
  return work.fileName ? t('operations.import', { file: work.fileName }) : t('operations.import-pasted');
}

function outcomeOf(work: Work): string {
  if (work.type === 'import') {
    if (work.state === 'undone') return work.isAdded ? 'operations.outcome-undone-added' : 'operations.outcome-undone';
    return work.isAdded ? 'operations.outcome-added' : 'operations.outcome-import';
  }
  return work.kind.startsWith('export-') ? 'operations.outcome-export' : 'operations.outcome';
}

type FilesProps = { files: { readonly csv: string; readonly xlsx: string; readonly for: string } };

/** A file is for whoever asked for it. */
function Files({ files }: FilesProps) {
  const t = useText();
  const { account } = useSession();
  if (files.for !== account.id) return null;
  return (
    <p className="flex flex-wrap gap-x-3">
      <span>{t('operations.file')}</span>
      {(['csv', 'xlsx'] as const).map((format) => (
        <a key={format} className="link" href={files[format]} download>
          {t(`operations.file.${format}`)}
        </a>
      ))}
    </p>
  );
}

function StopButton({ work, org }: { work: Work; org: string }) {
  const t = useText();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopWork(org, work),
    onSettled: () => {
      const lists = work.type === 'import' ? 'imports' : 'operations';
      return client.invalidateQueries({ queryKey: [lists, org] });
    },
  });
  if (work.state === 'undoing') return null;
  return (
    <div className="flex flex-col gap-2">
      <Button busy={stop.isPending} onClick={() => stop.mutate()}>
        {t('operations.stop')}
      </Button>
      {stop.isError ? <ProblemNotice error={stop.error} /> : null}
    </div>
  );
}
