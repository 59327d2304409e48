import { type Webhook, type WebhookDelivery, webhookRoutes } from '@gatehouse/contract/webhooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { relativeTime } from '../../lib/time.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { ProblemNotice, type Tone } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';

const LOOKS: Record<WebhookDelivery['state'], { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'warning', icon: 'clock' },
  delivered: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'cross' },
};

/** As many as are worth looking at; older ones are in the API. */
const SHOWN = 20;
/** Soon after something was posted its answer is there, in milliseconds. */
const SOON = 2000;

/** What was posted last, with what the other side said; and a test. */
export function DeliveryPanel({ org, state }: { org: string; state: Webhook['state'] }) {
  const t = useText();
  const client = useQueryClient();
  const key = ['webhook', org, 'deliveries'];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(webhookRoutes.deliveries, { params: { org }, query: { limit: SHOWN }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.items.some((item) => item.state === 'waiting') ? SOON : 30_000),
  });
  const test = useMutation({
    mutationFn: () => call(webhookRoutes.test, { params: { org } }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const items = query.data?.items ?? [];
  return (
    <Panel
      title={t('webhook.deliveries')}
      actions={
        state === 'active' ? (
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            {t('webhook.test')}
          </Button>
        ) : null
      }
    >
      {test.isError ? <ProblemNotice error={test.error} /> : null}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && items.length === 0 ? <p className="text-muted">{t('webhook.deliveries.none')}</p> : null}
      <ul className="flex flex-col">
        {items.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </Panel>
  );
}

function Delivery({ delivery }: { delivery: WebhookDelivery }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  const { state, type, attempts, status, error, createdAt, nextAt } = delivery;
  const said =
    status !== null ? t('webhook.status', { status: String(status) }) : error ? t(`webhook.error.${error}`) : null;
  const facts = [
    relativeTime(createdAt, now, locale),
    attempts > 0 ? t('webhook.attempts', { count: attempts }) : null,
    said,
    state === 'waiting' && attempts > 0 && nextAt
      ? t('webhook.next', { when: relativeTime(nextAt, now, locale) })
      : null,
  ].filter((fact) => fact !== null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-border py-2.5 last:border-b-0">
      <State {...LOOKS[state]}>{t(`webhook.state.${state}`)}</State>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{t(`webhook.type.${type}`)}</p>
        <p className="text-meta text-muted wrap-anywhere">{facts.join(' · ')}</p>
        <p translate="no" className="text-meta break-all text-muted">
          {delivery.id}
        </p>
      </div>
    </li>
  );
}
