import { type Member, memberListRoutes } from '@gatehouse/contract/member-filters';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { call } from '../../lib/api.ts';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { type Selection, useSelection } from '../../lib/selection.ts';
import { type Column, hideable } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { SelectRow } from '../../ui/select-row.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { RowDiagnosis } from '../diagnosis/diagnosis-link.tsx';
import { MemberFilters } from './member-filters.tsx';
import { filtersOf, sortOf } from './member-search.ts';
import type { MemberSearch } from './member-search-names.ts';
import { MemberViews } from './member-views.tsx';

const MemberBulk = lazy(() => import('./member-bulk.tsx').then((parts) => ({ default: parts.MemberBulk })));

export function MemberList({ org, search }: { org: string; search: MemberSearch }) {
  const t = useText();
  const filters = filtersOf(search);
  const selection = useSelection(JSON.stringify(filters));
  const asked = { ...filters, sort: sortOf(search), cursor: search.cursor };
  const query = useQuery({
    queryKey: ['members', org, 'list', asked],
    queryFn: ({ signal }) => call(memberListRoutes.list, { params: { org }, query: asked, signal }),
    placeholderData: keepPreviousData,
  });
  const shown = columns(t, org);
  return (
    <ListView
      label={t('console.people.members')}
      query={query}
      columns={[selectColumn(t, selection), ...shown]}
      hide={search.hide}
      bulk={
        <Suspense fallback={null}>
          <MemberBulk org={org} search={search} items={query.data?.items ?? []} selection={selection} />
        </Suspense>
      }
      views={<MemberViews search={search} columns={hideable(shown)} />}
      filters={<MemberFilters search={search} />}
      filtered={Object.keys(filters).length > 0}
      paged={Boolean(search.cursor)}
      empty={{
        icon: 'people',
        title: t('console.people.empty.title'),
        text: t('console.people.empty.text'),
      }}
    />
  );
}

function selectColumn(t: Translate, selection: Selection): Column<Member> {
  return {
    key: 'select',
    header: t('lists.select-column'),
    plain: true,
    unnamed: true,
    cell: ({ id, name }) => <SelectRow id={id} name={name} selection={selection} />,
  };
}

function columns(t: Translate, org: string): Column<Member>[] {
  return [
    {
      key: 'person',
      header: t('console.invitations.person'),
      plain: true,
      cell: ({ id, name, email, phone }) => (
        <div className="flex flex-col">
          <Link
            to="/console/$org/people/$id"
            params={{ org, id }}
            className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:underline"
          >
            {name}
          </Link>
          {[email, phone].map((address) =>
            address ? (
              <span key={address} className="text-muted">
                {address}
              </span>
            ) : null,
          )}
        </div>
      ),
    },
    {
      key: 'role',
      header: t('common.word.role'),
      firm: true,
      cell: ({ roles }) => <span>{roles.map((role) => t(`common.role.${role}`)).join(' · ')}</span>,
    },
    {
      key: 'state',
      header: t('common.word.state'),
      firm: true,
      cell: ({ state }) => (
        <State tone={state === 'active' ? 'success' : 'warning'} icon={state === 'active' ? 'check' : 'minus'}>
          {t(`common.member-state.${state}`)}
        </State>
      ),
    },
    { key: 'joined', header: t('console.people.joined'), cell: ({ joinedAt }) => <Time at={joinedAt} /> },
    {
      key: 'last',
      header: t('console.people.last-sign-in'),
      cell: ({ lastSignInAt }) =>
        lastSignInAt ? <Time at={lastSignInAt} /> : <span className="text-muted">{t('common.time.never')}</span>,
    },
    {
      key: 'diagnosis',
      header: t('console.diagnosis.title'),
      plain: true,
      unnamed: true,
      cell: ({ id, name }) => <RowDiagnosis identifier={id} name={name} />,
    },
  ];
}
