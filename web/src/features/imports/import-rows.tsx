import { type Import, type ImportRow, importRoutes, ROW_STATES } from '@gatehouse/contract/imports';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { useProblemText } from '../../lib/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { TextField } from '../../ui/field.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { importRowsQuery, type RowsSearch, reportUrl, useImportChange } from './import-queries.ts';
import { RowState, rowStateKey } from './import-state.tsx';

/** Every row with what it is and why; a wrong one is corrected in its place. */
export function RowsPanel({ item, org, search }: { item: Import; org: string; search: RowsSearch }) {
  const t = useText();
  const version = JSON.stringify(item.counts);
  const query = useQuery({ ...importRowsQuery(org, item.id, search, version), placeholderData: keepPreviousData });
  const present = ROW_STATES.filter((state) => item.counts[state]);
  const options = present.map((value) => ({
    value,
    label: t('imports.row-count', {
      state: t(rowStateKey(value, item.options?.added === true)),
      count: item.counts[value] ?? 0,
    }),
  }));
  return (
    <section className="flex flex-col gap-3" aria-label={t('imports.rows')}>
      <ListView
        label={t('imports.rows')}
        query={query}
        columns={columns(t, item, org)}
        filters={
          <FilterSelect
            name="state"
            label={t('common.word.state')}
            value={search.state ?? ''}
            all={t('imports.all-rows', { count: item.rows })}
            options={options}
          />
        }
        filtered={Boolean(search.state)}
        paged={Boolean(search.cursor)}
        empty={{ icon: 'log', title: t('imports.empty.title'), text: t('imports.empty.text') }}
      />
      {item.state === 'ready' ? (
        <a className="link self-start" href={reportUrl(org, item.id, { kind: search.kind })} download>
          {t('imports.report')}
        </a>
      ) : null}
    </section>
  );
}

function columns(t: Translate, item: Import, org: string): Column<ImportRow>[] {
  return [
    { key: 'row', header: t('imports.row'), cell: ({ row }) => <span className="tabular-nums">{row}</span> },
    {
      key: 'who',
      header: t('imports.who'),
      plain: true,
      cell: ({ cells }) => (
        <div className="flex flex-col wrap-anywhere">
          <span className="font-semibold">{cells.email ?? cells.phone ?? '–'}</span>
          {cells.email && cells.phone ? <span>{cells.phone}</span> : null}
          <span className="text-muted">
            {[cells.name, cells.username, cells.companyName].filter(Boolean).join(' · ')}
          </span>
        </div>
      ),
    },
    {
      key: 'state',
      header: t('common.word.state'),
      cell: ({ state }) => <RowState state={state} isAdded={item.options?.added === true} />,
    },
    { key: 'why', header: t('imports.reason'), cell: (row) => <Reason row={row} item={item} org={org} /> },
  ];
}

function Reason({ row, item, org }: { row: ImportRow; item: Import; org: string }) {
  const text = useProblemText();
  const t = useText();
  const [editing, setEditing] = useState(false);
  if (!row.problem) return <span>–</span>;
  const field = row.problem.field;
  return (
    <div className="flex flex-col items-start gap-2">
      <span>{text(row.problem.code, row.problem.params)}</span>
      {row.state === 'invalid' && item.state === 'ready' && field && !editing ? (
        <Button onClick={() => setEditing(true)}>{t('imports.correct')}</Button>
      ) : null}
      {editing && field ? <Correction row={row} field={field} id={item.id} org={org} /> : null}
    </div>
  );
}

type CorrectionProps = {
  row: ImportRow;
  field: NonNullable<NonNullable<ImportRow['problem']>['field']>;
  id: string;
  org: string;
};

function Correction({ row, field, id, org }: CorrectionProps) {
  const t = useText();
  const [value, setValue] = useState(row.cells[field] ?? '');
  const save = useImportChange(org, () =>
    call(importRoutes.editRow, { params: { org, id, row: String(row.row) }, body: { cells: { [field]: value } } }),
  );
  return (
    <form
      className="flex w-full flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <TextField id={`row-${row.row}`} label={t(`imports.field.${field}`)} value={value} onChange={setValue} />
      <Button type="submit" busy={save.isPending}>
        {t('common.action.save')}
      </Button>
      {save.isError ? <ProblemNotice error={save.error} /> : null}
    </form>
  );
}
