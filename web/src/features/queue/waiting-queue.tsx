import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Decisions, isFree, type Key, keyOf, type Verdict } from './decisions.ts';
import { type CompanyApproval, type JoinRequest, openRecoveries, recoveriesQuery } from './queue-queries.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { CompanyRow, PersonRow } from './request-rows.tsx';
import { ResultsPanel } from './results-panel.tsx';
import type { RowProps } from './row-actions.tsx';
import { useDecisions } from './use-decisions.ts';
import { useQueueKeys } from './use-queue-keys.ts';

type Page<T> = { items: T[]; nextCursor: string | null };

type Queries = {
  companies: UseQueryResult<Page<CompanyApproval>>;
  people: UseQueryResult<Page<JoinRequest>>;
};

/** Everything that waits, in two groups, with what can be done about one of them or several. */
export function WaitingQueue({ org, cursor, ...queries }: { org: string; cursor: string | undefined } & Queries) {
  const { decisions, chosen, said, act, toggle, clear, undo } = useSelection(org, queries);
  const [rejecting, setRejecting] = useState<readonly Key[]>([]);
  const row = (key: Key): RowProps => ({
    rowKey: key,
    decision: decisions.get(key),
    selected: chosen.includes(key),
    onSelect: () => toggle(key),
    onApprove: () => act([key], { decision: 'approve' }),
    onReject: () => setRejecting([key]),
    onUndo: () => undo(key),
  });
  const keys = useQueueKeys((key, action) => {
    if (!isFree(decisions, key)) return;
    if (action === 'select') toggle(key);
    else if (action === 'approve') act([key], { decision: 'approve' });
    else setRejecting([key]);
  });
  return (
    <div className="flex flex-col gap-4" {...keys}>
      <p role="status" className="sr-only">
        {said}
      </p>
      <Results decisions={decisions} {...queries} />
      <QueueState org={org} {...queries} />
      {chosen.length > 0 ? (
        <BulkBar
          count={chosen.length}
          onApprove={() => act(chosen, { decision: 'approve' })}
          onReject={() => setRejecting(chosen)}
          onClear={clear}
        />
      ) : null}
      <Groups org={org} cursor={cursor} row={row} {...queries} />
      <RejectDialog
        count={rejecting.length}
        onClose={() => setRejecting([])}
        onReject={(reason) => {
          act(rejecting, { decision: 'reject', reason });
          setRejecting([]);
        }}
      />
    </div>
  );
}

/** The rows that are shown, by their names. */
function shownNames({ companies, people }: Queries): Map<Key, string> {
  return new Map([
    ...(companies.data?.items ?? []).map(({ id, company }) => [keyOf('company', id), company.name ?? ''] as const),
    ...(people.data?.items ?? []).map(({ id, name }) => [keyOf('join', id), name] as const),
  ]);
}

/** Which rows are selected, and what is said of what was done. */
function useSelection(org: string, queries: Queries) {
  const t = useText();
  const { decisions, decide, undo } = useDecisions(org);
  const [selected, setSelected] = useState<ReadonlySet<Key>>(new Set());
  const [said, setSaid] = useState('');
  const chosen = [...shownNames(queries).keys()].filter((key) => selected.has(key) && isFree(decisions, key));
  return {
    decisions,
    chosen,
    said,
    act: (keys: readonly Key[], verdict: Verdict) => {
      decide(keys, verdict);
      setSelected(new Set());
      setSaid(t(`queue.said.${verdict.decision}`, { count: keys.length }));
    },
    toggle: (key: Key) => setSelected((before) => toggled(before, key)),
    clear: () => setSelected(new Set()),
    undo: (key: Key) => {
      undo([key]);
      setSaid(t('queue.said.undone'));
    },
  };
}

function Results({ decisions, ...queries }: { decisions: Decisions } & Queries) {
  const shown = shownNames(queries);
  const names = useRef(new Map<Key, string>());
  for (const [key, name] of shown) names.current.set(key, name);
  return <ResultsPanel decisions={decisions} shown={[...shown.keys()]} names={names.current} />;
}

/** That they are coming, did not come, or that there are none. */
function QueueState({ org, companies, people }: { org: string } & Queries) {
  const t = useText();
  const recoveries = useQuery(recoveriesQuery(org));
  const failed = [companies, people].find(({ isError }) => isError);
  if (failed) return <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />;
  if (companies.isPending || people.isPending) {
    return (
      <Panel>
        <Skeleton />
      </Panel>
    );
  }
  if (shownNames({ companies, people }).size > 0 || openRecoveries(recoveries.data).length > 0) return null;
  return (
    <Panel>
      <Empty icon="check" title={t('queue.empty.title')} text={t('queue.empty.text')} />
    </Panel>
  );
}

function Groups({
  org,
  cursor,
  row,
  companies: { data: companies },
  people: { data: people },
}: { org: string; cursor: string | undefined; row: (key: Key) => RowProps } & Queries) {
  const t = useText();
  return (
    <>
      {companies && companies.items.length > 0 ? (
        <Panel title={t('queue.companies')} text={t('queue.companies-text')}>
          <ul className="flex flex-col">
            {companies.items.map((request) => (
              <CompanyRow key={request.id} request={request} org={org} row={row(keyOf('company', request.id))} />
            ))}
          </ul>
          <MorePages next={companies.nextCursor} cursor={cursor} />
        </Panel>
      ) : null}
      {people && people.items.length > 0 ? (
        <Panel title={t('queue.people')} text={t('queue.people-text')}>
          <ul className="flex flex-col">
            {people.items.map((request) => (
              <PersonRow key={request.id} request={request} row={row(keyOf('join', request.id))} />
            ))}
          </ul>
        </Panel>
      ) : null}
      {companies?.items.length || people?.items.length ? (
        <p className="text-meta text-muted max-md:hidden">{t('queue.keys')}</p>
      ) : null}
    </>
  );
}

function toggled(before: ReadonlySet<Key>, key: Key): ReadonlySet<Key> {
  const after = new Set(before);
  if (!after.delete(key)) after.add(key);
  return after;
}

function BulkBar(props: { count: number; onApprove: () => void; onReject: () => void; onClear: () => void }) {
  const t = useText();
  return (
    <section
      aria-label={t('queue.selected', { count: props.count })}
      className="sticky top-2 z-10 flex flex-wrap items-center gap-2 rounded-panel border border-control bg-surface px-4 py-2.5 shadow-lg"
    >
      <span className="mr-auto font-semibold">{t('queue.selected', { count: props.count })}</span>
      <Button onClick={props.onApprove}>{t('common.action.approve')}</Button>
      <Button look="danger" onClick={props.onReject}>
        {t('queue.reject-with-reason')}
      </Button>
      <Button look="quiet" onClick={props.onClear}>
        {t('queue.clear')}
      </Button>
    </section>
  );
}

function MorePages({ next, cursor }: { next: string | null; cursor: string | undefined }) {
  const t = useText();
  if (!next && !cursor) return null;
  return (
    <nav aria-label={t('portal.list.pages')} className="mt-3 flex flex-wrap justify-end gap-2">
      {cursor ? (
        <ButtonLink to="." search={{}}>
          {t('portal.list.first')}
        </ButtonLink>
      ) : null}
      {next ? (
        <ButtonLink to="." search={{ cursor: next }}>
          {t('portal.list.next')}
        </ButtonLink>
      ) : null}
    </nav>
  );
}
