import { factorRoutes } from '@gatehouse/contract/factors';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { CodeField, useCodeForm } from './code-field.tsx';
import { identifiersQuery } from './identifier-queries.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { factorsQuery } from './security-queries.ts';

/** Codes by text message as a second step: the weaker one, and said to be. */
export function SmsFactorPanel() {
  const t = useText();
  const client = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const refresh = () => void client.invalidateQueries({ queryKey: factorsQuery.queryKey });
  const { sms, smsAllowed = true } = factors.data ?? {};
  return (
    <Panel title={t('security.sms.title')} text={t('security.sms.text')}>
      {factors.isPending ? <Skeleton rows={1} /> : null}
      {codes.length > 0 ? <RecoveryCodes codes={codes} onKept={() => setCodes([])} /> : null}
      {factors.data && codes.length === 0 ? (
        sms ? (
          <div className="flex flex-col items-start gap-3">
            <State tone="success" icon="check">
              {t('security.sms.on', { number: sms.to })}
            </State>
            <RemoveSms onRemoved={refresh} />
          </div>
        ) : smsAllowed ? (
          <AddSms
            onDone={(made) => {
              setCodes(made);
              refresh();
            }}
          />
        ) : (
          <p className="text-muted">{t('security.sms.forbidden')}</p>
        )
      ) : null}
    </Panel>
  );
}

function AddSms({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const t = useText();
  const identifiers = useQuery(identifiersQuery);
  const numbers = identifiers.data?.items.filter(({ kind, verified }) => kind === 'phone' && verified) ?? [];
  const begin = useMutation({
    mutationFn: (identifier: string) => call(factorRoutes.beginSms, { body: { identifier } }),
  });
  if (identifiers.data && numbers.length === 0) return <p className="text-muted">{t('security.sms.none')}</p>;
  return (
    <div className="flex flex-col gap-3">
      {begin.isError ? <ProblemNotice error={begin.error} /> : null}
      {begin.isSuccess ? <SmsCode onDone={onDone} /> : null}
      <div className="flex flex-wrap gap-2">
        {numbers.map(({ id, shown }) => (
          <Button key={id} busy={begin.isPending} onClick={() => begin.mutate(id)}>
            {t('security.sms.use', { number: shown })}
          </Button>
        ))}
      </div>
    </div>
  );
}

function SmsCode({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const t = useText();
  const form = useCodeForm(
    factorRoutes.confirmSms.body,
    (code) => call(factorRoutes.confirmSms, { body: { code } }),
    ({ recoveryCodes }) => onDone(recoveryCodes),
  );
  return (
    <Form onSubmit={form.submit}>
      <CodeField form={form} label={t('security.sms.code')} hint={t('security.sms.code-hint')} />
      <div>
        <Button type="submit" look="primary" busy={form.isBusy}>
          {t('security.sms.switch-on')}
        </Button>
      </div>
    </Form>
  );
}

function RemoveSms({ onRemoved }: { onRemoved: () => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(factorRoutes.removeSms, {}),
    onSuccess: () => {
      setOpen(false);
      onRemoved();
    },
  });
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('security.sms.remove')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('security.sms.remove')}
        text={t('security.sms.remove-text')}
        action={t('security.sms.remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      </Confirm>
    </>
  );
}
