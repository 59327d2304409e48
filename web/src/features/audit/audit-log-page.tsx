import { auditRoutes } from '@gatehouse/contract/audit';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { endOfDay, startOfDay } from '../../lib/days.ts';
import { useText } from '../../lib/i18n.tsx';
import { hideable } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { ExportButton } from '../operations/export-button.tsx';
import { ListViews } from '../saved-views/list-views.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useAuditColumns } from './audit-columns.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AUDIT_SEARCH, type AuditSearch } from './audit-search-names.ts';
import { SealLine } from './seal-line.tsx';

const route = getRouteApi('/console/$org/audit-log');

/** Who did what, to whom, when and from where; and how far the log is sealed against changes. */
export function AuditLogPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const search: AuditSearch = route.useSearch();
  const { cursor, from, to, hide, view: _, ...filters } = search;
  const readable = may('audit-events.read');
  const asked = { ...filters, from: startOfDay(from), to: endOfDay(to) };
  const query = useQuery({
    queryKey: ['audit-events', slug, asked, cursor],
    queryFn: ({ signal }) => call(auditRoutes.list, { params: { org: slug }, query: { ...asked, cursor }, signal }),
    enabled: readable,
    placeholderData: keepPreviousData,
  });
  const columns = useAuditColumns();
  return (
    <Page
      title={t('audit.title')}
      text={t('audit.text')}
      actions={readable ? <ExportButton org={slug} of="audit-events" filters={asked} /> : null}
    >
      {readable ? (
        <>
          {query.data ? <SealLine seal={query.data.seal} /> : null}
          <ListView
            label={t('audit.title')}
            query={query}
            columns={columns}
            hide={hide}
            views={<ListViews list="audit-events" search={search} names={AUDIT_SEARCH} columns={hideable(columns)} />}
            filters={<AuditFilters search={search} events={query.data?.items ?? []} />}
            filtered={Object.keys({ ...filters, from, to }).some((name) => search[name as keyof AuditSearch])}
            paged={Boolean(cursor)}
            empty={{ icon: 'shield', title: t('audit.empty.title'), text: t('audit.empty.text') }}
          />
        </>
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}
