import { sessionRoutes } from '@gatehouse/contract/sessions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useSession } from '../sessions/session.ts';
import { ownPasswordQuery } from './security-queries.ts';

function useFirstPassword(onSet: () => void) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const form = useFieldProblems();
  const set = useMutation({
    mutationFn: () => call(sessionRoutes.setFirstPassword, { body: { password } }),
    onSuccess: () => {
      onSet();
      return client.invalidateQueries({ queryKey: ownPasswordQuery.queryKey });
    },
    onError: form.fromServer,
  });
  const submit = () => {
    const found = check(sessionRoutes.setFirstPassword.body, { password });
    form.show(found);
    if (Object.keys(found).length === 0) set.mutate();
  };
  return { ...form, password, setPassword, submit, busy: set.isPending, error: set.error };
}

type FirstPassword = ReturnType<typeof useFirstPassword>;

function NewPassword({ form }: { form: FirstPassword }) {
  const t = useText();
  const { account } = useSession();
  return (
    <>
      {/* Password managers need to know whose password this is. */}
      <input value={account.email ?? account.phone ?? ''} readOnly hidden autoComplete="username" />
      <TextField
        {...form.field('password')}
        type="password"
        label={t('portal.password.new')}
        hint={t('portal.password.first-hint')}
        value={form.password}
        onChange={form.setPassword}
        autoComplete="new-password"
      />
      {unplaced(form.error) ? <ProblemNotice error={form.error} /> : null}
    </>
  );
}

/** In the profile, in the place of the change of a password. */
export function FirstPasswordPanel({ onSet }: { onSet: () => void }) {
  const t = useText();
  const form = useFirstPassword(onSet);
  return (
    <Panel title={t('portal.password.title')} text={t('portal.password.first-text')}>
      <Form onSubmit={form.submit}>
        <ErrorSummary problems={form.problems} labels={{ password: t('portal.password.new') }} />
        <NewPassword form={form} />
        <div>
          <Button type="submit" look="primary" busy={form.busy}>
            {t('portal.password.set')}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}

/** The same over the page that offers it. */
export function FirstPasswordDialog({ onSet, onClose }: { onSet: () => void; onClose: () => void }) {
  const t = useText();
  const form = useFirstPassword(onSet);
  return (
    <FormDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('portal.password.set')}
      text={t('portal.password.first-text')}
      action={t('portal.password.set')}
      busy={form.busy}
      onSubmit={form.submit}
    >
      <NewPassword form={form} />
    </FormDialog>
  );
}
