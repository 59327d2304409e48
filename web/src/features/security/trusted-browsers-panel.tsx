import { factorRoutes } from '@gatehouse/contract/factors';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { factorsQuery } from './security-queries.ts';

/** Browsers that are not asked for the second step. There is nothing to show where none is. */
export function TrustedBrowsersPanel() {
  const t = useText();
  const client = useQueryClient();
  const { data } = useQuery(factorsQuery);
  const distrust = useMutation({
    mutationFn: () => call(factorRoutes.distrust, {}),
    onSuccess: () => void client.invalidateQueries({ queryKey: factorsQuery.queryKey }),
  });
  if (!data || (data.trustedBrowsers === 0 && !distrust.isSuccess)) return null;
  return (
    <Panel title={t('security.trust.title')} text={t('security.trust.text', { count: data.trustedBrowsers })}>
      <div role="status">{distrust.isSuccess ? <Notice tone="success" title={t('security.trust.ended')} /> : null}</div>
      {distrust.isError ? <ProblemNotice error={distrust.error} onRetry={() => distrust.mutate()} /> : null}
      {data.trustedBrowsers > 0 ? (
        <Button busy={distrust.isPending} onClick={() => distrust.mutate()}>
          {t('security.trust.end')}
        </Button>
      ) : null}
    </Panel>
  );
}
