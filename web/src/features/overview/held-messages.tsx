import { heldMessageRoutes } from '@gatehouse/contract/held-messages';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { relativeTime } from '../../lib/time.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';

/** After a restore of the database: what waits for somebody to say whether it is sent. Nothing on any other day. */
export function HeldMessages({ org }: { org: string }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const key = ['held-messages', org];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(heldMessageRoutes.get, { params: { org }, signal }),
  });
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: (what: 'release' | 'discard') => call(heldMessageRoutes[what], { params: { org } }),
    onSuccess: () => setAsking(false),
    onSettled: () => Promise.all([key, ['overview', org]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  if (!data || data.count === 0) return null;
  const problem = settle.isError ? <ProblemNotice error={settle.error} /> : null;
  return (
    <Notice
      tone="warning"
      title={t('overview.held.title', { count: data.count })}
      actions={
        <>
          <Button busy={settle.isPending && !asking} onClick={() => settle.mutate('release')}>
            {t('overview.held.release')}
          </Button>
          <Button look="danger" onClick={() => setAsking(true)}>
            {t('overview.held.discard')}
          </Button>
        </>
      }
    >
      <p>{t('overview.held.text', { when: data.since ? relativeTime(data.since, now, locale) : '' })}</p>
      {asking ? null : problem}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('overview.held.confirm')}
        text={t('overview.held.confirm-text')}
        action={t('overview.held.discard')}
        busy={settle.isPending}
        onConfirm={() => settle.mutate('discard')}
      >
        {problem}
      </Confirm>
    </Notice>
  );
}
