import { type Alert, alertRoutes } from '@gatehouse/contract/alerts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { AlertRow } from './alert-row.tsx';

/** The most that a page of the server holds. */
const MOST = 200;
/** As many as are shown before somebody asks for more. */
const FIRST = 5;

/** What somebody should look at; nothing at all where nothing is and nobody asks for what was. */
export function AlertsPanel() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const [past, setPast] = useState(false);
  const [shown, setShown] = useState(FIRST);
  const [asking, setAsking] = useState<Alert | null>(null);
  const readable = may('alerts.read');
  const state = past ? undefined : ('open' as const);
  const query = useQuery({
    queryKey: ['alerts', slug, state],
    queryFn: ({ signal }) => call(alertRoutes.list, { params: { org: slug }, query: { state, limit: MOST }, signal }),
    enabled: readable,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  if (!readable) return null;
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  return (
    <Panel
      title={t('alerts.title')}
      text={t('alerts.text')}
      actions={
        <Button onClick={() => setPast(!past)}>
          {t(past ? 'alerts.hide-acknowledged' : 'alerts.show-acknowledged')}
        </Button>
      }
    >
      {query.data && items.length === 0 ? <p className="text-muted">{t('alerts.none')}</p> : null}
      <ul className="flex flex-col">
        {items.slice(0, shown).map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            org={slug}
            may={may}
            onAcknowledge={may('alerts.acknowledge') ? () => setAsking(alert) : null}
          />
        ))}
      </ul>
      {items.length > shown ? (
        <Button onClick={() => setShown(shown + MOST)} className="mt-2">
          {t('alerts.more')}
        </Button>
      ) : null}
      <AcknowledgeDialog key={asking?.id} alert={asking} org={slug} onClose={() => setAsking(null)} />
    </Panel>
  );
}
