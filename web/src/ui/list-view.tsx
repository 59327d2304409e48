import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { ButtonLink } from './button.tsx';
import { type Column, DataList } from './data-list.tsx';
import { Empty } from './empty.tsx';
import type { IconName } from './icon.tsx';
import { ProblemNotice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

type ListPage<T> = { items: T[]; nextCursor: string | null };
export type EmptyText = { icon: IconName; title: string; text: string; action?: ReactNode };

/** A list with its filters and every state it can be in: coming, failed, empty, nothing found, a page of it. */
export function ListView<T extends { id: string }>({
  label,
  query,
  columns,
  views,
  filters,
  bulk,
  filtered = false,
  paged = false,
  hide,
  empty,
}: {
  label: string;
  query: UseQueryResult<ListPage<T>>;
  columns: readonly Column<T>[];
  views?: ReactNode;
  filters?: ReactNode;
  /** What can be done to rows that are selected. */
  bulk?: ReactNode;
  filtered?: boolean;
  paged?: boolean;
  /** Keys of columns that are not wanted, with commas between them: as they stand in the address. */
  hide?: string | undefined;
  empty: EmptyText;
}) {
  const hidden = hide?.split(',') ?? [];
  return (
    <div className="flex flex-col gap-3">
      {views}
      {filters ? <div className="flex flex-wrap items-center gap-2">{filters}</div> : null}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <ListFrame>
          <Skeleton />
        </ListFrame>
      ) : null}
      {query.data ? (
        <ListFrame>
          {query.data.items.length > 0 ? (
            <DataList
              label={label}
              columns={columns.filter(({ key }) => !hidden.includes(key))}
              items={query.data.items}
            />
          ) : (
            <NothingHere filtered={filtered || paged} empty={empty} />
          )}
        </ListFrame>
      ) : null}
      {bulk}
      {query.data ? <Pager next={query.data.nextCursor} paged={paged} /> : null}
    </div>
  );
}

function ListFrame({ children }: { children: ReactNode }) {
  return <div className="overflow-hidden rounded-panel border border-border bg-surface px-2 sm:px-3">{children}</div>;
}

function NothingHere({ filtered, empty }: { filtered: boolean; empty: EmptyText }) {
  const t = useText();
  if (!filtered) return <Empty {...empty} />;
  return (
    <Empty
      icon="search"
      title={t('portal.list.no-match.title')}
      text={t('portal.list.no-match.text')}
      action={
        <ButtonLink to="." search={{}}>
          {t('common.action.clear-filters')}
        </ButtonLink>
      }
    />
  );
}

function Pager({ next, paged }: { next: string | null; paged: boolean }) {
  const t = useText();
  if (!next && !paged) return null;
  return (
    <nav aria-label={t('portal.list.pages')} className="flex flex-wrap justify-end gap-2">
      {paged ? (
        <ButtonLink to="." search={(before: object) => ({ ...before, cursor: undefined })}>
          {t('portal.list.first')}
        </ButtonLink>
      ) : null}
      {next ? (
        <ButtonLink to="." search={(before: object) => ({ ...before, cursor: next })}>
          {t('portal.list.next')}
        </ButtonLink>
      ) : null}
    </nav>
  );
}
