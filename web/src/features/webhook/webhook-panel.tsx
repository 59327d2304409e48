import { type Webhook, webhookRoutes } from '@gatehouse/contract/webhooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { relativeTime } from '../../lib/time.ts';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';

type Act = 'save' | 'rotate' | 'remove';

function useWebhook(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ act, url }: { act: Act; url: string }): Promise<string | null> => {
      const params = { org };
      if (act === 'remove') await call(webhookRoutes.remove, { params });
      if (act === 'rotate') return (await call(webhookRoutes.rotate, { params })).secret;
      return act === 'save' ? (await call(webhookRoutes.save, { params, body: { url } })).secret : null;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['webhook', org] }),
  });
}

/** Its address and its secret. `secret`: the one that was just made. */
export function WebhookPanel({
  webhook,
  org,
  secret,
  onSecret,
}: {
  webhook: Webhook | null;
  org: string;
  secret: string | null;
  onSecret: (secret: string | null) => void;
}) {
  const t = useText();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [removing, setRemoving] = useState(false);
  const { show, fromServer, field } = useFieldProblems();
  const change = useWebhook(org);
  const run = (act: Act) => {
    show({});
    change.mutate(
      { act, url },
      {
        onSuccess: (made) => {
          setRemoving(false);
          onSecret(made);
        },
        onError: fromServer,
      },
    );
  };
  return (
    <Panel title={t('webhook.address')}>
      <Form onSubmit={() => run('save')} className="flex flex-col gap-4">
        {webhook?.state === 'stopped' ? (
          <Notice tone="warning" title={t('webhook.stopped')}>
            {t('webhook.stopped.text')}
          </Notice>
        ) : null}
        {secret ? <Secret secret={secret} /> : null}
        <TextField
          {...field('url')}
          label={t('webhook.url')}
          hint={t('webhook.url.hint')}
          type="url"
          inputMode="url"
          value={url}
          onChange={setUrl}
        />
        {unplaced(change.error) && !removing ? <ProblemNotice error={change.error} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" busy={change.isPending && change.variables.act === 'save'}>
            {t('common.action.save')}
          </Button>
          {webhook ? (
            <>
              <Button busy={change.isPending && change.variables.act === 'rotate'} onClick={() => run('rotate')}>
                {t('webhook.rotate')}
              </Button>
              <Button look="danger" onClick={() => setRemoving(true)}>
                {t('webhook.remove')}
              </Button>
            </>
          ) : null}
        </div>
        {webhook?.previousUntil ? <Overlap until={webhook.previousUntil} /> : null}
      </Form>
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        title={t('webhook.remove.title')}
        text={t('webhook.remove.text')}
        action={t('webhook.remove')}
        busy={change.isPending}
        onConfirm={() => run('remove')}
      >
        {change.isError ? <ProblemNotice error={change.error} /> : null}
      </Confirm>
    </Panel>
  );
}

function Secret({ secret }: { secret: string }) {
  const t = useText();
  const [copied, setCopied] = useState<'copied' | 'copy-failed' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied('copied'),
      () => setCopied('copy-failed'),
    );
  return (
    <Notice
      tone="warning"
      title={t('webhook.secret')}
      actions={<Button onClick={() => void copy()}>{t('webhook.copy')}</Button>}
    >
      <p>{t('webhook.secret.text')}</p>
      <code translate="no" className="mt-2 inline-block rounded-control bg-surface px-2 py-1 break-all">
        {secret}
      </code>
      <p role="status">{copied ? t(`webhook.${copied}`) : ''}</p>
    </Notice>
  );
}

function Overlap({ until }: { until: string }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  return <p className="text-meta text-muted">{t('webhook.overlap', { when: relativeTime(until, now, locale) })}</p>;
}
