import { signInEventRoutes } from '@gatehouse/contract/sign-in-events';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { hideable } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { AlertsPanel } from '../alerts/alerts-panel.tsx';
import { ExportButton } from '../operations/export-button.tsx';
import { ListViews } from '../saved-views/list-views.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useSignInColumns } from './sign-in-columns.tsx';
import { SignInFilters } from './sign-in-filters.tsx';
import { filtersOf } from './sign-in-search.ts';
import { SIGN_IN_SEARCH } from './sign-in-search-names.ts';

const route = getRouteApi('/console/$org/sign-in-log');

/** Every try to sign in: who, how, with what result and why, from where. */
export function SignInLogPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const search = route.useSearch();
  const { cursor } = search;
  const filters = filtersOf(search);
  const readable = may('sign-in-events.read');
  const query = useQuery({
    queryKey: ['sign-in-events', slug, filters, cursor],
    queryFn: ({ signal }) =>
      call(signInEventRoutes.list, { params: { org: slug }, query: { ...filters, cursor }, signal }),
    enabled: readable,
    placeholderData: keepPreviousData,
  });
  const columns = useSignInColumns({ org: slug, records: may('people.read') });
  return (
    <Page
      title={t('console.sign-ins.title')}
      text={t('console.sign-ins.text')}
      actions={readable ? <ExportButton org={slug} of="sign-in-events" filters={filters} /> : null}
    >
      {readable ? (
        <>
          <AlertsPanel />
          <ListView
            label={t('console.sign-ins.title')}
            query={query}
            columns={columns}
            hide={search.hide}
            views={
              <ListViews list="sign-in-events" search={search} names={SIGN_IN_SEARCH} columns={hideable(columns)} />
            }
            filters={<SignInFilters search={search} items={query.data?.items ?? []} />}
            filtered={Object.values(filters).some((value) => value !== undefined)}
            paged={Boolean(cursor)}
            empty={{ icon: 'log', title: t('console.sign-ins.empty.title'), text: t('console.sign-ins.empty.text') }}
          />
        </>
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}
