import { type Operation, type OperationRow, operationRoutes, ROW_KINDS } from '@gatehouse/contract/operations';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { useProblemText } from '../../lib/problem-text.ts';
import type { Column } from '../../ui/data-list.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';

type Search = { state?: string; cursor?: string };

const STATES = ['failed', 'skipped', 'done', 'waiting'] as const;

/** An export has no results of single things. */
export function hasRows({ kind }: Pick<Operation, 'kind'>): boolean {
  return ROW_KINDS.includes(kind);
}

/** What became of each, and why. */
export function OperationRows({ operation, org, search }: { operation: Operation; org: string; search: Search }) {
  const t = useText();
  const { id, done, total, counts } = operation;
  const state = STATES.find((one) => one === search.state);
  const query = useQuery({
    queryKey: ['operations', org, id, 'rows', state, search.cursor, done],
    queryFn: ({ signal }) =>
      call(operationRoutes.rows, { params: { org, id }, query: { state, cursor: search.cursor }, signal }),
    placeholderData: keepPreviousData,
  });
  const figures = { ...counts, waiting: (total ?? done) - done };
  const options = STATES.filter((one) => figures[one]).map((value) => ({
    value,
    label: t('operations.rows.of', { state: t(`operations.row.${value}`), count: figures[value] ?? 0 }),
  }));
  return (
    <section aria-label={t('operations.rows')} className="flex flex-col gap-3">
      <ListView
        label={t('operations.rows')}
        query={query}
        columns={useColumns(t, org)}
        filters={
          <FilterSelect
            name="state"
            label={t('common.word.state')}
            value={state ?? ''}
            all={t('operations.rows.all', { count: total ?? done })}
            options={options}
          />
        }
        filtered={state !== undefined}
        paged={Boolean(search.cursor)}
        empty={{ icon: 'log', title: t('operations.rows.none.title'), text: '' }}
      />
    </section>
  );
}

const LOOKS: Record<OperationRow['state'], [Tone, IconName]> = {
  waiting: ['neutral', 'clock'],
  done: ['success', 'check'],
  skipped: ['warning', 'minus'],
  failed: ['danger', 'cross'],
};

function useColumns(t: Translate, org: string): Column<OperationRow>[] {
  const text = useProblemText();
  return [
    {
      key: 'who',
      header: t('operations.row.who'),
      plain: true,
      cell: ({ subject }) => <Subject subject={subject} org={org} />,
    },
    {
      key: 'state',
      header: t('common.word.state'),
      cell: ({ state }) => (
        <State tone={LOOKS[state][0]} icon={LOOKS[state][1]}>
          {t(`operations.row.${state}`)}
        </State>
      ),
    },
    {
      key: 'why',
      header: t('operations.row.why'),
      cell: ({ problem }) =>
        problem ? <span>{text(problem.code, problem.params)}</span> : <span className="text-muted">–</span>,
    },
  ];
}

const WAY = 'font-semibold text-ink no-underline after:absolute after:inset-0 hover:underline wrap-anywhere';

function Subject({ subject: { id, name }, org }: { subject: OperationRow['subject']; org: string }) {
  const t = useText();
  if (name === null) return <span className="text-muted">{t('operations.row.gone')}</span>;
  const params = { org, id };
  return id.startsWith('inv_') ? (
    <Link to="/console/$org/invitations/$id" params={params} className={WAY}>
      {name}
    </Link>
  ) : (
    <Link to="/console/$org/people/$id" params={params} className={WAY}>
      {name}
    </Link>
  );
}
