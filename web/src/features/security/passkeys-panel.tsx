import { type Passkey, passkeyRoutes } from '@gatehouse/contract/passkeys';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, FormDialog } from '../../ui/dialog.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { registerPasskey } from './register-passkey.ts';
import { ownPasswordQuery, passkeysQuery } from './security-queries.ts';

/** My passkeys, by the names that I gave them. */
export function PasskeysPanel() {
  const t = useText();
  const client = useQueryClient();
  const passkeys = useQuery(passkeysQuery);
  const add = useMutation({
    mutationFn: registerPasskey,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ownPasswordQuery.queryKey });
      void client.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
  });
  const possible = browserSupportsWebAuthn();
  const cancelled = add.isError && !(add.error instanceof ApiProblem);
  return (
    <Panel title={t('security.passkeys.title')} text={t('security.passkeys.text')}>
      {passkeys.isPending ? <Skeleton rows={2} /> : null}
      {passkeys.isError ? <ProblemNotice error={passkeys.error} onRetry={() => void passkeys.refetch()} /> : null}
      {passkeys.data?.items.length === 0 ? <p className="text-muted">{t('security.passkeys.none')}</p> : null}
      <ul className="divide-y divide-border">
        {passkeys.data?.items.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      <div className="mt-4 flex flex-col gap-3">
        <div role="status">{add.isSuccess ? <Notice tone="success" title={t('security.passkeys.added')} /> : null}</div>
        {add.error instanceof ApiProblem ? <ProblemNotice error={add.error} /> : null}
        {cancelled ? <Notice tone="info" title={t('security.passkeys.cancelled')} /> : null}
        {possible ? (
          <div>
            <Button look="primary" busy={add.isPending} onClick={() => add.mutate()}>
              {t('security.passkeys.add')}
            </Button>
          </div>
        ) : (
          <p className="text-muted">{t('security.passkeys.impossible')}</p>
        )}
      </div>
    </Panel>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const t = useText();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 first:pt-0">
      <div className="flex min-w-0 gap-3">
        <Icon name="shield" className="mt-1 size-5 text-muted" />
        <div className="flex min-w-0 flex-col gap-1">
          <span className="font-semibold">{passkey.name}</span>
          <FactList
            facts={[
              { label: t('security.passkeys.created'), value: <Time at={passkey.createdAt} stacked={false} /> },
              {
                label: t('security.passkeys.used'),
                value: passkey.lastUsedAt ? (
                  <Time at={passkey.lastUsedAt} stacked={false} />
                ) : (
                  t('security.passkeys.never')
                ),
              },
              {
                label: t('security.passkeys.kept'),
                value: t(passkey.synced ? 'security.passkeys.synced' : 'security.passkeys.device'),
              },
            ]}
          />
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Rename passkey={passkey} />
        <Remove passkey={passkey} />
      </div>
    </li>
  );
}

function Rename({ passkey }: { passkey: Passkey }) {
  const t = useText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(passkey.name);
  const { show, fromServer, field } = useFieldProblems();
  const rename = useMutation({
    mutationFn: () => call(passkeyRoutes.rename, { params: { id: passkey.id }, body: { name } }),
    onSuccess: () => {
      setOpen(false);
      void client.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
    onError: fromServer,
  });
  const submit = () => {
    const found = check(passkeyRoutes.rename.body, { name });
    show(found);
    if (Object.keys(found).length === 0) rename.mutate();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-label={t('security.passkeys.rename-one', { name: passkey.name })}>
        {t('security.passkeys.rename')}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={t('security.passkeys.rename')}
        text={t('security.passkeys.rename-text')}
        action={t('common.action.save')}
        busy={rename.isPending}
        onSubmit={submit}
      >
        {unplaced(rename.error) ? <ProblemNotice error={rename.error} /> : null}
        <TextField {...field('name')} label={t('security.passkeys.name')} value={name} onChange={setName} />
      </FormDialog>
    </>
  );
}

function Remove({ passkey }: { passkey: Passkey }) {
  const t = useText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(passkeyRoutes.remove, { params: { id: passkey.id } }),
    onSuccess: () => {
      setOpen(false);
      void client.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
  });
  return (
    <>
      <Button
        look="danger"
        onClick={() => setOpen(true)}
        aria-label={t('security.passkeys.remove-one', { name: passkey.name })}
      >
        {t('security.passkeys.remove')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('security.passkeys.remove-one', { name: passkey.name })}
        text={t('security.passkeys.remove-text')}
        action={t('security.passkeys.remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      </Confirm>
    </>
  );
}
