import { factorRoutes, type TotpSetup } from '@gatehouse/contract/factors';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { CodeField, useCodeForm } from './code-field.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { factorsQuery } from './security-queries.ts';

/** The app that shows six digits, and the codes that stand in for it. */
export function AuthenticatorPanel() {
  const t = useText();
  const client = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useMutation({ mutationFn: () => call(factorRoutes.beginTotp, {}) });
  const refresh = () => void client.invalidateQueries({ queryKey: factorsQuery.queryKey });
  const ended = (recoveryCodes: readonly string[] | null) => {
    setCodes(recoveryCodes);
    begin.reset();
    refresh();
  };
  const totp = factors.data?.totp;
  return (
    <Panel title={t('security.app.title')} text={t('security.app.text')}>
      {factors.isPending ? <Skeleton rows={2} /> : null}
      {factors.isError ? <ProblemNotice error={factors.error} onRetry={() => void factors.refetch()} /> : null}
      {begin.isError ? <ProblemNotice error={begin.error} /> : null}
      {codes ? <RecoveryCodes codes={codes} onKept={() => setCodes(null)} /> : null}
      {factors.data && !codes ? (
        <div className="flex flex-col gap-4">
          {totp ? (
            <>
              <p className="flex flex-wrap items-center gap-2">
                <State tone="success" icon="check">
                  {t('security.app.on')}
                </State>
                <span className="text-meta text-muted">
                  {t('security.app.since')} <Time at={totp.since} stacked={false} />
                </span>
              </p>
              <p>{t('security.codes.left', { count: factors.data.recoveryCodes ?? 0 })}</p>
              <div className="flex flex-wrap gap-2">
                <NewCodes onMade={ended} />
                <RemoveApp required={factors.data.required} onRemoved={() => ended(null)} />
              </div>
            </>
          ) : begin.data ? (
            <SetUp setup={begin.data} onDone={ended} onCancel={() => begin.reset()} />
          ) : (
            <div>
              <Button busy={begin.isPending} onClick={() => begin.mutate()}>
                {t('security.app.add')}
              </Button>
            </div>
          )}
        </div>
      ) : null}
    </Panel>
  );
}

function SetUp({
  setup,
  onDone,
  onCancel,
}: {
  setup: TotpSetup;
  onDone: (codes: readonly string[]) => void;
  onCancel: () => void;
}) {
  const t = useText();
  const form = useCodeForm(
    factorRoutes.confirmTotp.body,
    (code) => call(factorRoutes.confirmTotp, { body: { code } }),
    ({ recoveryCodes }) => onDone(recoveryCodes),
  );
  const { size, path } = setup.picture;
  return (
    <Form onSubmit={form.submit}>
      <ErrorSummary problems={form.problems} labels={{ code: t('security.app.code') }} />
      <p>{t('security.app.scan')}</p>
      <svg role="img" viewBox={`0 -0.5 ${size} ${size}`} shapeRendering="crispEdges" className="w-46 rounded-control">
        <title>{t('security.app.picture')}</title>
        {/* Dark on light whatever the theme: so cameras read it. */}
        <rect y="-0.5" width={size} height={size} fill="#fff" />
        <path d={path} stroke="#000" />
      </svg>
      <details className="text-meta">
        <summary className="link cursor-pointer">{t('security.app.cannot-scan')}</summary>
        <p className="mt-2">{t('security.app.type')}</p>
        <p className="font-mono break-all" translate="no">
          {setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </p>
      </details>
      <CodeField form={form} label={t('security.app.code')} hint={t('security.app.code-hint')} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={form.isBusy}>
          {t('security.app.switch-on')}
        </Button>
        <Button onClick={onCancel}>{t('common.action.cancel')}</Button>
      </div>
    </Form>
  );
}

function NewCodes({ onMade }: { onMade: (codes: readonly string[]) => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const make = useMutation({
    mutationFn: () => call(factorRoutes.makeRecoveryCodes, {}),
    onSuccess: ({ recoveryCodes }) => {
      setOpen(false);
      onMade(recoveryCodes);
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('security.codes.new')}</Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('security.codes.new')}
        text={t('security.codes.new-text')}
        action={t('security.codes.make')}
        busy={make.isPending}
        onConfirm={() => make.mutate()}
      >
        {make.isError ? <ProblemNotice error={make.error} /> : null}
      </Confirm>
    </>
  );
}

function RemoveApp({ required, onRemoved }: { required: boolean; onRemoved: () => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(factorRoutes.removeTotp, {}),
    onSuccess: () => {
      setOpen(false);
      onRemoved();
    },
  });
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('security.app.remove')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('security.app.remove')}
        text={t(required ? 'security.app.remove-required' : 'security.app.remove-text')}
        action={t('security.app.remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      </Confirm>
    </>
  );
}
