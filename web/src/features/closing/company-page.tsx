import type { CompanyDetail } from '@gatehouse/contract/closing';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { countryName } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { companyQuery } from './closing-queries.ts';
import { CompanyActs } from './company-acts.tsx';
import { CompanyState } from './company-state.tsx';
import { LimitPanel } from './limit-panel.tsx';
import { StandingNotice } from './standing-notice.tsx';

const route = getRouteApi('/console/$org/companies/$id');

/** One company that came in by an invitation: what is known of it, how it stands, and the end of it. */
export function CompanyPage() {
  const t = useText();
  const { id } = route.useParams();
  const { slug, may } = useConsoleOrganization();
  const readable = may('companies.read');
  const query = useQuery({ ...companyQuery(slug, id), enabled: readable });
  const company = query.data;
  return (
    <Page
      title={company?.name ?? t('console.companies.title')}
      back={
        <BackLink to="/console/$org/companies" params={{ org: slug }}>
          {t('console.companies.title')}
        </BackLink>
      }
      state={company ? <CompanyState state={company.standing.state} /> : null}
    >
      {readable ? null : <NoPermission />}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? <Skeleton rows={8} /> : null}
      {company ? <Company company={company} org={slug} /> : null}
    </Page>
  );
}

function Company({ company, org }: { company: CompanyDetail; org: string }) {
  const t = useText();
  const { standing, name } = company;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      {standing.state === 'active' ? null : <StandingNotice name={name} standing={standing} />}
      <Facts company={company} org={org} />
      {company.mayClose ? <LimitPanel company={company} org={org} /> : null}
      {company.mayClose ? (
        <CompanyActs key={standing.state} company={company} org={org} />
      ) : (
        <Notice tone="neutral" title={t('closing.not-yours')} />
      )}
    </div>
  );
}

function Facts({ company, org }: { company: CompanyDetail; org: string }) {
  const t = useText();
  const locale = useLocale();
  const { slug, country, registrationNumber, members, createdAt, createdBy, invitationId } = company;
  return (
    <Panel>
      <FactList
        facts={[
          { label: t('closing.fact.short-name'), value: slug },
          { label: t('common.word.country'), value: country ? countryName(country, locale) : null },
          { label: t('console.company.number'), value: registrationNumber },
          { label: t('console.companies.members'), value: members.toLocaleString(locale) },
          { label: t('console.companies.created'), value: <Time at={createdAt} stacked={false} /> },
          { label: t('closing.fact.by'), value: createdBy },
          {
            label: t('closing.fact.invitation'),
            value: invitationId ? (
              <Link to="/console/$org/invitations/$id" params={{ org, id: invitationId }} className="link">
                {t('console.companies.invitation')}
              </Link>
            ) : null,
          },
        ]}
      />
    </Panel>
  );
}
