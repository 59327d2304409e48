import type { UseQueryResult } from '@tanstack/react-query';
import { type Translate, useText } from '../../lib/i18n.tsx';
import type { Column } from '../../ui/data-list.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import type { CompanyApproval } from './queue-queries.ts';

const LOOKS: Record<CompanyApproval['state'], [Tone, IconName]> = {
  waiting: ['warning', 'clock'],
  approved: ['success', 'check'],
  rejected: ['neutral', 'cross'],
  withdrawn: ['neutral', 'minus'],
};

type Page = { items: CompanyApproval[]; nextCursor: string | null };

/** Companies that were decided about, the newest first: who decided, and why. */
export function DecidedList({ query, paged }: { query: UseQueryResult<Page>; paged: boolean }) {
  const t = useText();
  return (
    <ListView
      label={t('queue.tab.decided')}
      query={query}
      columns={columns(t)}
      paged={paged}
      empty={{ icon: 'building', title: t('queue.decided.empty.title'), text: t('queue.decided.empty.text') }}
    />
  );
}

function columns(t: Translate): Column<CompanyApproval>[] {
  return [
    {
      key: 'company',
      header: t('console.company.name'),
      plain: true,
      cell: ({ company, person }) => (
        <div className="flex flex-col">
          <span className="font-semibold">{company.name}</span>
          <span className="text-muted">{person.name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      header: t('common.word.state'),
      cell: ({ state, reason }) => (
        <div className="flex flex-col items-start gap-1">
          <State tone={LOOKS[state][0]} icon={LOOKS[state][1]}>
            {t(`queue.state.${state}`)}
          </State>
          {reason ? <q className="text-meta whitespace-pre-line text-muted">{reason}</q> : null}
        </div>
      ),
    },
    {
      key: 'by',
      header: t('queue.decided.by'),
      cell: ({ decidedBy, decidedAt }) => (
        <div className="flex flex-col">
          <span>{decidedBy ?? '–'}</span>
          {decidedAt ? <Time at={decidedAt} /> : null}
        </div>
      ),
    },
  ];
}
