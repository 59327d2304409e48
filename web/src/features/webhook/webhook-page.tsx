import { webhookRoutes } from '@gatehouse/contract/webhooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { DeliveryPanel } from './delivery-panel.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

/** Where alerts are posted to, and what became of each. */
export function WebhookPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const readable = may('webhook.manage');
  // Gone with the page: the server shows it once.
  const [secret, setSecret] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['webhook', slug],
    queryFn: ({ signal }) => call(webhookRoutes.get, { params: { org: slug }, signal }),
    enabled: readable,
  });
  return (
    <Page title={t('webhook.title')} text={t('webhook.text')}>
      {readable ? null : <NoPermission />}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? <Skeleton rows={6} /> : null}
      {query.data ? (
        <div className="flex max-w-3xl flex-col gap-4">
          <WebhookPanel
            key={query.data.webhook?.url}
            webhook={query.data.webhook}
            org={slug}
            secret={secret}
            onSecret={setSecret}
          />
          {query.data.webhook ? <DeliveryPanel org={slug} state={query.data.webhook.state} /> : null}
        </div>
      ) : null}
    </Page>
  );
}
