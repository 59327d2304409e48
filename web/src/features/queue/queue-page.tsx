import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { DecidedList } from './decided-list.tsx';
import { approvalsQuery, joinRequestsQuery } from './queue-queries.ts';
import { RecoveryQueue } from './recovery-queue.tsx';
import { WaitingQueue } from './waiting-queue.tsx';

const route = getRouteApi('/console/$org/queue');
const DECIDED = 'decided';

/** Companies and people that wait for a decision of this organization, and what was decided. */
export function QueuePage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { tab, cursor } = route.useSearch();
  const allowed = may('companies.decide');
  const isDecided = tab === DECIDED;
  const companies = useQuery({
    ...approvalsQuery(slug, isDecided ? 'decided' : 'waiting', cursor),
    enabled: allowed,
  });
  const people = useQuery({ ...joinRequestsQuery(slug), enabled: allowed && !isDecided });
  const tabs = [
    { value: undefined, label: t('queue.tab.waiting') },
    { value: DECIDED, label: t('queue.tab.decided') },
  ];
  return (
    <Page title={t('console.queue.title')} text={t('queue.text')}>
      {allowed ? (
        <>
          <Tabs label={t('console.queue.title')} current={isDecided ? DECIDED : undefined} tabs={tabs} />
          {isDecided ? (
            <DecidedList query={companies} paged={Boolean(cursor)} />
          ) : (
            <div className="flex flex-col gap-4">
              <RecoveryQueue org={slug} />
              <WaitingQueue org={slug} companies={companies} people={people} cursor={cursor} />
            </div>
          )}
        </>
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}
