import { type InvitationDetail, invitationRoutes } from '@gatehouse/contract/invitations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { addressesOf } from './invitation-address.ts';
import { InvitationRefused } from './invitation-refused.tsx';
import { isPlanned } from './invitation-state.tsx';
import { SendLaterDialog } from './send-later.tsx';

type Of = { invitation: InvitationDetail };

/** After anything that was done to it, every list and record of invitations is asked for again. */
function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['invitations', org] });
}

/** The way out of a bounce, and of an address that was somebody else's. */
export function CorrectButton({ invitation }: Of) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const planned = isPlanned(invitation);
  const [email, setEmail] = useState(invitation.to.email ?? '');
  const [phone, setPhone] = useState(invitation.to.phoneShown ?? '');
  const { field, fromServer } = useFieldProblems();
  const refresh = useRefresh(slug);
  const correct = useMutation({
    mutationFn: () =>
      call(invitationRoutes.correct, {
        params: { org: slug, id: invitation.id },
        body: { to: { ...(email.trim() ? { email } : {}), ...(phone.trim() ? { phone } : {}) } },
      }),
    onError: fromServer,
    onSuccess: () => {
      setOpen(false);
      return refresh();
    },
  });
  return (
    <>
      <Button look={invitation.state === 'bounced' ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
        {t('console.invitation.correct.action')}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={t('console.invitation.correct.title')}
        text={
          planned
            ? t('console.invitation.correct.text-planned')
            : t('console.invitation.correct.text', { address: addressesOf(invitation).join(', ') })
        }
        action={t(planned ? 'common.action.save' : 'console.invitation.correct.send')}
        busy={correct.isPending}
        onSubmit={() => correct.mutate()}
      >
        <TextField
          {...field('to.email')}
          label={t('common.word.email')}
          type="email"
          inputMode="email"
          value={email}
          onChange={setEmail}
        />
        <TextField
          {...field('to.phone')}
          label={t('common.word.phone')}
          hint={t('console.invite.phone-hint')}
          type="tel"
          inputMode="tel"
          value={phone}
          onChange={setPhone}
        />
        {unplaced(correct.error) ? <InvitationRefused error={correct.error} org={slug} /> : null}
      </FormDialog>
    </>
  );
}

export function ExtendButton({ invitation }: Of) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const [days, setDays] = useState('7');
  const { field, fromServer } = useFieldProblems();
  const refresh = useRefresh(slug);
  const extend = useMutation({
    mutationFn: () =>
      call(invitationRoutes.extend, { params: { org: slug, id: invitation.id }, body: { days: Number(days) } }),
    onError: fromServer,
    onSuccess: () => {
      setOpen(false);
      return refresh();
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('console.invitation.extend.action')}</Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={t('console.invitation.extend.title')}
        text={t('console.invitation.extend.text')}
        action={t('console.invitation.extend.action')}
        busy={extend.isPending}
        onSubmit={() => extend.mutate()}
      >
        <TextField
          {...field('days')}
          label={t('console.invitation.extend.days')}
          type="number"
          inputMode="numeric"
          min={1}
          max={30}
          value={days}
          onChange={setDays}
        />
        {unplaced(extend.error) ? <ProblemNotice error={extend.error} /> : null}
      </FormDialog>
    </>
  );
}

/** It leaves at another time. */
export function RescheduleButton({ invitation }: Of) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const { field, fromServer } = useFieldProblems();
  const refresh = useRefresh(slug);
  const reschedule = useMutation({
    mutationFn: (sendAt: string) =>
      call(invitationRoutes.reschedule, { params: { org: slug, id: invitation.id }, body: { sendAt } }),
    onError: fromServer,
    onSuccess: () => {
      setOpen(false);
      return refresh();
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('console.invitation.change-time')}</Button>
      {open && invitation.sendAt ? (
        <SendLaterDialog
          open={open}
          onOpenChange={setOpen}
          at={invitation.sendAt}
          busy={reschedule.isPending}
          error={field('sendAt').error}
          refused={unplaced(reschedule.error) ? reschedule.error : null}
          onChoose={(sendAt) => reschedule.mutate(sendAt)}
        />
      ) : null}
    </>
  );
}

/** A link to hand over in another way. It stands in this dialog only, and is gone when that closes. */
export function LinkButton({ invitation }: Of) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const refresh = useRefresh(slug);
  const link = useMutation({
    mutationFn: () => call(invitationRoutes.link, { params: { org: slug, id: invitation.id } }),
    gcTime: 0,
    onSuccess: refresh,
  });
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) link.reset();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('console.invitation.link.action')}</Button>
      <FormDialog
        open={open}
        onOpenChange={change}
        title={t('console.invitation.link.title')}
        text={t('console.invitation.link.text')}
        action={link.data ? null : t('console.invitation.link.make')}
        busy={link.isPending}
        onSubmit={() => link.mutate()}
      >
        {link.data ? (
          <TextField
            id="invitation-link"
            label={t('console.invitation.link.url')}
            hint={t('console.invitation.link.ends')}
            rows={3}
            value={link.data.url}
            onChange={() => {}}
          />
        ) : null}
        {link.isError ? <ProblemNotice error={link.error} /> : null}
      </FormDialog>
    </>
  );
}
