import { overviewRoutes } from '@gatehouse/contract/overview';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ExportButton } from '../operations/export-button.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { HeldMessages } from './held-messages.tsx';
import { DeliveryChart, FunnelChart, SignInChart, WeekChart } from './overview-charts.tsx';

/** What needs somebody first, then how people come in. */
export function OverviewPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const readable = may('overview.read');
  const query = useQuery({
    queryKey: ['overview', slug],
    queryFn: ({ signal }) => call(overviewRoutes.get, { params: { org: slug }, query: {}, signal }),
    enabled: readable,
    refetchInterval: 60_000,
  });
  const invite = may('invitations.create') ? (
    <ButtonLink look="primary" icon="plus" to="/console/$org/invitations/new" params={{ org: slug }}>
      {t('console.invitations.new')}
    </ButtonLink>
  ) : null;
  return (
    <Page
      title={t('overview.title')}
      actions={
        <>
          {readable ? <ExportButton org={slug} of="overview" filters={{}} /> : null}
          {invite}
        </>
      }
    >
      {readable ? null : <NoPermission />}
      {may('messages.release') ? <HeldMessages org={slug} /> : null}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? (
        <Panel>
          <Skeleton />
        </Panel>
      ) : null}
      {query.data ? (
        <>
          <AttentionPanel items={query.data.needsAttention} org={slug} />
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <FunnelChart overview={query.data} />
            <SignInChart overview={query.data} />
            <WeekChart overview={query.data} />
            <DeliveryChart overview={query.data} />
          </div>
        </>
      ) : null}
    </Page>
  );
}
