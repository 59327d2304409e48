import { organizationRoutes } from '@gatehouse/contract/organizations';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { call } from '../../lib/api.ts';
import { countryName } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { CompanyState } from '../closing/company-state.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';

type Company = z.infer<typeof organizationRoutes.companies.response>['items'][number];

const route = getRouteApi('/console/$org/companies');

/** Companies that came in by this organization's invitations. */
export function CompaniesPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { q = '', cursor } = route.useSearch();
  const readable = may('companies.read');
  const columns = useColumns(slug);
  const query = useQuery({
    queryKey: ['companies', slug, { q, cursor }],
    queryFn: ({ signal }) =>
      call(organizationRoutes.companies, { params: { org: slug }, query: { q, cursor }, signal }),
    enabled: readable,
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('console.companies.title')} text={t('console.companies.text')}>
      {readable ? (
        <ListView
          label={t('console.companies.title')}
          query={query}
          columns={columns}
          filters={<SearchBox value={q} label={t('console.companies.search')} />}
          filtered={q !== ''}
          paged={Boolean(cursor)}
          empty={{
            icon: 'building',
            title: t('console.companies.empty.title'),
            text: t('console.companies.empty.text'),
          }}
        />
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}

function useColumns(org: string): Column<Company>[] {
  const t = useText();
  const locale = useLocale();
  return [
    {
      key: 'name',
      header: t('console.company.name'),
      plain: true,
      cell: (company) => <Name company={company} org={org} />,
    },
    {
      key: 'country',
      header: t('common.word.country'),
      cell: ({ country }) => <span>{country ? countryName(country, locale) : '–'}</span>,
    },
    {
      key: 'number',
      header: t('console.company.number'),
      cell: ({ registrationNumber }) => <span className="tabular-nums">{registrationNumber ?? '–'}</span>,
    },
    {
      key: 'members',
      header: t('console.companies.members'),
      cell: ({ members }) => <span className="tabular-nums">{members.toLocaleString(locale)}</span>,
    },
    {
      key: 'created',
      header: t('console.companies.created'),
      cell: (company) => <Created company={company} org={org} />,
    },
  ];
}

function Name({ company, org }: { company: Company; org: string }) {
  const t = useText();
  return (
    <div className="flex flex-col items-start gap-1">
      <Link to="/console/$org/companies/$id" params={{ org, id: company.id }} className="link font-semibold">
        {company.name}
      </Link>
      {company.state === 'active' ? null : <CompanyState state={company.state} />}
      {company.flaggedDuplicate ? (
        <>
          <State tone="warning" icon="alert">
            {t('console.companies.same-number')}
          </State>
          <q className="text-meta text-muted">{company.flaggedDuplicate}</q>
        </>
      ) : null}
    </div>
  );
}

function Created({ company, org }: { company: Company; org: string }) {
  const t = useText();
  return (
    <div className="flex flex-col">
      <Time at={company.createdAt} />
      {company.createdBy ? <span className="text-meta text-muted">{company.createdBy}</span> : null}
      {company.invitationId ? (
        <Link
          to="/console/$org/invitations/$id"
          params={{ org, id: company.invitationId }}
          className="link text-meta"
          aria-label={t('console.companies.invitation-of', { company: company.name })}
        >
          {t('console.companies.invitation')}
        </Link>
      ) : null}
    </div>
  );
}
