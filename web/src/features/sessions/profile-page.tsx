import { welcomeRoutes } from '@gatehouse/contract/organizations';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ShortcutsSwitch } from '../keys/shortcuts-switch.tsx';
import { FirstPasswordPanel } from '../security/first-password.tsx';
import { IdentifiersPanel } from '../security/identifiers-panel.tsx';
import { ownPasswordQuery } from '../security/security-queries.ts';
import { useSession, useUpdateSession } from './session.ts';

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/** My name, my addresses, my password, and whether single keys do something. */
export function ProfilePage() {
  const t = useText();
  const { account } = useSession();
  return (
    <Page title={t('portal.profile.title')} text={account.email ?? account.phone ?? ''}>
      <div className="flex max-w-2xl flex-col gap-4">
        <NameForm />
        <IdentifiersPanel />
        <PasswordPanel />
        <Panel title={t('keys.panel')}>
          <ShortcutsSwitch />
        </Panel>
      </div>
    </Page>
  );
}

function NameForm() {
  const t = useText();
  const { account } = useSession();
  const [name, setName] = useState(account.name);
  const [callName, setCallName] = useState(account.callName);
  const [timeZone, setTimeZone] = useState(account.timeZone ?? '');
  const { problems, show, fromServer, field } = useFieldProblems();
  const update = useUpdateSession();
  const labels = {
    name: t('portal.profile.name'),
    callName: t('portal.profile.call-name'),
    timeZone: t('portal.profile.time-zone'),
  };
  const body = { name, callName, ...(timeZone ? { timeZone } : {}) };
  const submit = () => {
    const found = check(sessionRoutes.update.body, body);
    show(found);
    if (Object.keys(found).length > 0) return;
    // To have looked at it is to have completed it.
    const tick = () => void call(welcomeRoutes.update, { body: { done: 'profile' } });
    update.mutate(body, { onSuccess: tick, onError: fromServer });
  };
  return (
    <Panel title={t('portal.profile.title')}>
      <Form onSubmit={submit}>
        <ErrorSummary problems={problems} labels={labels} />
        <TextField {...field('name')} label={labels.name} value={name} onChange={setName} autoComplete="name" />
        <TextField
          {...field('callName')}
          label={labels.callName}
          hint={t('portal.profile.call-name-hint')}
          optional
          value={callName}
          onChange={setCallName}
          autoComplete="nickname"
        />
        <SelectField
          {...field('timeZone')}
          label={labels.timeZone}
          value={timeZone}
          onChange={setTimeZone}
          options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          {...(account.timeZone ? {} : { none: t('portal.profile.time-zone-browser') })}
        />
        <Outcome saved={update.isSuccess} error={update.error} text={t('portal.profile.saved')} />
        <SaveButton busy={update.isPending} label={t('common.action.save')} />
      </Form>
    </Panel>
  );
}

/** Whoever has none is asked for none. */
function PasswordPanel() {
  const t = useText();
  const own = useQuery(ownPasswordQuery);
  const [set, setSet] = useState(false);
  if (own.isPending) return <Skeleton rows={3} />;
  if (own.data?.exists === false) return <FirstPasswordPanel onSet={() => setSet(true)} />;
  return (
    <>
      {set ? <Notice tone="success" title={t('portal.password.is-set')} /> : null}
      <PasswordForm />
    </>
  );
}

const EMPTY = { current: '', password: '' };

function PasswordForm() {
  const t = useText();
  const { account } = useSession();
  const [typed, setTyped] = useState(EMPTY);
  const { problems, show, fromServer, field } = useFieldProblems();
  const change = useMutation({ mutationFn: (body: typeof EMPTY) => call(sessionRoutes.changePassword, { body }) });
  const labels = { current: t('portal.password.current'), password: t('portal.password.new') };
  const submit = () => {
    const found = check(sessionRoutes.changePassword.body, typed);
    show(found);
    if (Object.keys(found).length > 0) return;
    change.mutate(typed, { onSuccess: () => setTyped(EMPTY), onError: fromServer });
  };
  const set = (name: keyof typeof EMPTY) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const secret = { type: 'password' } as const;
  return (
    <Panel title={t('portal.password.title')} text={t('portal.password.text')}>
      <Form onSubmit={submit}>
        <ErrorSummary problems={problems} labels={labels} />
        {/* Password managers need to know whose passwords these are. */}
        <input value={account.email ?? account.phone ?? ''} readOnly hidden autoComplete="username" />
        <TextField
          {...field('current')}
          {...secret}
          label={labels.current}
          value={typed.current}
          onChange={set('current')}
          autoComplete="current-password"
        />
        <TextField
          {...field('password')}
          {...secret}
          label={labels.password}
          hint={t('portal.password.hint')}
          value={typed.password}
          onChange={set('password')}
          autoComplete="new-password"
        />
        <Outcome saved={change.isSuccess} error={change.error} text={t('portal.password.saved')} />
        <SaveButton busy={change.isPending} label={t('portal.password.save')} />
      </Form>
    </Panel>
  );
}

function Outcome({ saved, error, text }: { saved: boolean; error: unknown; text: string }) {
  if (unplaced(error)) return <ProblemNotice error={error} />;
  return <div role="status">{saved ? <Notice tone="success" title={text} /> : null}</div>;
}

function SaveButton({ busy, label }: { busy: boolean; label: string }) {
  return (
    <div>
      <Button type="submit" look="primary" busy={busy}>
        {label}
      </Button>
    </div>
  );
}
