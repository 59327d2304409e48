import { type MemberRecord, memberRoutes, type ResetWay } from '@gatehouse/contract/members';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { RadioCards } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { type Reset, useMemberChange } from './member-queries.ts';

type Plan = { ways: readonly Reset[]; devices: number };
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
  const [way, setWay] = useState<ResetWay>(plan.ways[0]?.way ?? 'email-link');
  const [reason, setReason] = useState('');
  const reset = useMemberChange(org, () =>
    call(memberRoutes.resetPassword, {
      params: { org, id: member.id },
      body: { way, ...(reason.trim() ? { reason } : {}) },
    }),
  );
  const submit = () =>
    reset.mutate(undefined, {
      onSuccess: ({ way: sent, to }) => {
        onDone({ way: sent, to });
        onClose();
      },
    });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('people.password.reset-title', { name: member.name })}
      text={t('people.password.reset-text', { name: member.name, count: plan.devices })}
      action={t('people.password.reset')}
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
          hint: t(`people.password.way.${one.way}-hint`),
        }))}
      />
      {way === 'temporary' ? <Notice tone="warning" title={t('people.password.risk')} /> : null}
      <Reason value={reason} onChange={setReason} />
      {reset.isError ? <ProblemNotice error={reset.error} /> : null}
    </FormDialog>
  );
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
      <Reason value={reason} onChange={setReason} />
      {ask.isError ? <ProblemNotice error={ask.error} /> : null}
    </FormDialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const t = useText();
  return (
    <TextField
      id="reason-password"
      label={t('people.reason')}
      optional
      maxLength={200}
      value={value}
      onChange={onChange}
    />
  );
}
