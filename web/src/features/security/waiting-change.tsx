import { type IdentifierChange, identifierRoutes } from '@gatehouse/contract/identifiers';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { CodeField, useCodeForm } from './code-field.tsx';
import { useRefreshIdentifiers } from './identifier-queries.ts';

/** A change that waits for its code; one that an administrator asked for is taken up or given up here. */
export function WaitingChange({ change, onDone }: { change: IdentifierChange; onDone: () => void }) {
  const t = useText();
  const refresh = useRefreshIdentifiers();
  const send = useMutation({
    mutationFn: () => call(identifierRoutes.sendCode, { params: { id: change.id } }),
    onSuccess: refresh,
  });
  const cancel = useMutation({
    mutationFn: () => call(identifierRoutes.cancel, { params: { id: change.id } }),
    onSuccess: refresh,
  });
  const { to, replaces, askedBy, begun } = change;
  const asked = askedBy !== null && !begun;
  return (
    <section className="mt-4 flex flex-col gap-3 rounded-control border border-border bg-sunken p-4">
      <h3 className="font-semibold break-words">
        {asked
          ? t('security.identifiers.asked', { organization: askedBy, address: to })
          : t('security.identifiers.waiting', { address: to })}
      </h3>
      {replaces ? <p>{t('security.identifiers.waiting-replaces', { address: replaces })}</p> : null}
      {asked ? <p className="text-muted">{t('security.identifiers.asked-text')}</p> : null}
      {begun ? <CodeForm change={change} onDone={onDone} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button busy={send.isPending} onClick={() => send.mutate()}>
          {t(begun ? 'security.identifiers.again' : 'security.identifiers.send')}
        </Button>
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('security.identifiers.give-up')}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {send.isSuccess && begun ? <p>{t('security.identifiers.sent-again')}</p> : null}
      </div>
      {send.isError ? <ProblemNotice error={send.error} /> : null}
      {cancel.isError ? <ProblemNotice error={cancel.error} /> : null}
    </section>
  );
}

function CodeForm({ change, onDone }: { change: IdentifierChange; onDone: () => void }) {
  const t = useText();
  const refresh = useRefreshIdentifiers();
  const form = useCodeForm(
    identifierRoutes.confirm.body,
    (code) => call(identifierRoutes.confirm, { params: { id: change.id }, body: { code } }),
    () => {
      refresh();
      onDone();
    },
  );
  return (
    <Form onSubmit={form.submit}>
      <CodeField
        form={form}
        label={t('security.identifiers.code')}
        hint={t('security.identifiers.code-hint', { address: change.to })}
      />
      <div>
        <Button type="submit" look="primary" busy={form.isBusy}>
          {t('security.identifiers.confirm')}
        </Button>
      </div>
    </Form>
  );
}
