import { type MemberRecord, memberRoutes, type ResetWay } from '@gatehouse/contract/members';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { type Reset, useMemberChange } from './member-queries.ts';

type Plan = { ways: readonly (Reset & { reachable: boolean })[]; devices: number };
type Common = { member: MemberRecord; org: string; onClose: () => void };

/** Journey J1d: what follows, the way, and why. The server asks for a fresh proof before it does anything. */
export function ResetDialog({
  member,
  org,
  plan,
  onDone,
  onClose,
}: Common & { plan: Plan; onDone: (reset: Reset) => void }) {
  const t = useText();
  const reachable = plan.ways.find((one) => one.reachable);
  const [way, setWay] = useState<ResetWay>(reachable?.way ?? 'email-link');
  const [reason, setReason] = useState('');
  const [lost, setLost] = useState(false);
  const [tried, setTried] = useState(false);
  const { show, fromServer, field } = useFieldProblems();
  const isPaper = way === 'printed';
  const isReached = reachable !== undefined && reachable.way !== 'printed';
  const isUnsaid = isPaper && isReached && !lost;
  const reset = useMemberChange(org, () =>
    call(memberRoutes.resetPassword, {
      params: { org, id: member.id },
      body: bodyOf(way, reason, lost),
    }),
  );
  const submit = () => {
    const found = check(memberRoutes.resetPassword.body, bodyOf(way, reason, lost));
    show(found);
    setTried(true);
    if (Object.keys(found).length > 0 || isUnsaid) return;
    reset.mutate(undefined, {
      onError: fromServer,
      onSuccess: (done) => {
        onDone(done);
        onClose();
      },
    });
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('people.password.reset-title', { name: member.name })}
      text={t('people.password.reset-text', { name: member.name, count: plan.devices })}
      action={t(isPaper ? 'people.password.print' : 'people.password.reset')}
      busy={reset.isPending}
      onSubmit={submit}
    >
      <RadioCards
        legend={t('people.password.way')}
        value={way}
        onChange={setWay}
        choices={plan.ways.map((one) => ({
          value: one.way,
          label: t(`people.password.way.${one.way}`, { to: one.to }),
          hint: one.reachable ? t(`people.password.way.${one.way}-hint`) : t('people.password.unreachable'),
        }))}
      />
      {way === 'temporary' ? <Notice tone="warning" title={t('people.password.risk')} /> : null}
      {isPaper ? <Notice tone="warning" title={t('people.password.printed-risk')} /> : null}
      {isPaper && isReached ? (
        <Lost name={member.name} lost={lost} onChange={setLost} missing={tried && isUnsaid} />
      ) : null}
      <Reason {...field('reason')} optional={!isPaper} value={reason} onChange={setReason} />
      {unplaced(reset.error) ? <ProblemNotice error={reset.error} /> : null}
    </FormDialog>
  );
}

type LostProps = { name: string; lost: boolean; onChange: (lost: boolean) => void; missing: boolean };

/** Paper in place of a message that would arrive: only where somebody says that it would not reach the person. */
function Lost({ name, lost, onChange, missing }: LostProps) {
  const t = useText();
  return (
    <div className="flex flex-col gap-1">
      <SwitchField
        label={t('people.password.printed-lost', { name })}
        hint={t('people.password.printed-lost-hint')}
        checked={lost}
        onChange={onChange}
      />
      <p role="alert" className="text-danger empty:hidden">
        {missing ? t('people.password.printed-needs') : null}
      </p>
    </div>
  );
}

function bodyOf(way: ResetWay, reason: string, lost: boolean) {
  return { way, ...(reason.trim() ? { reason } : {}), ...(way === 'printed' && lost ? { lost } : {}) };
}

/** "A new password at the next sign-in". */
export function RequireDialog({ member, org, onClose }: Common) {
  const t = useText();
  const [reason, setReason] = useState('');
  const ask = useMemberChange(org, () =>
    call(memberRoutes.requirePassword, {
      params: { org, id: member.id },
      body: reason.trim() ? { reason } : {},
    }),
  );
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('people.password.require-title', { name: member.name })}
      text={t('people.password.require-text')}
      action={t('people.password.require')}
      busy={ask.isPending}
      onSubmit={() => ask.mutate(undefined, { onSuccess: onClose })}
    >
      <Reason id="reason-password" error={null} optional value={reason} onChange={setReason} />
      {ask.isError ? <ProblemNotice error={ask.error} /> : null}
    </FormDialog>
  );
}

type ReasonProps = {
  id: string;
  error: string | null;
  optional: boolean;
  value: string;
  onChange: (reason: string) => void;
};

function Reason(props: ReasonProps) {
  const t = useText();
  return <TextField {...props} label={t('people.reason')} maxLength={200} />;
}
