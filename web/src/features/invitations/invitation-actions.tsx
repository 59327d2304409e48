import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { useId, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { addressesOf } from './invitation-address.ts';
import { CorrectButton, ExtendButton, LinkButton, RescheduleButton } from './invitation-dialogs.tsx';
import { useInvitationAction } from './invitation-queries.ts';
import { isOpen, isPlanned } from './invitation-state.tsx';

export type Resend = ReturnType<typeof useResend>;

export function useResend(org: string, id: string) {
  const action = useInvitationAction(org, 'resend');
  return { ...action, send: () => action.mutate(id) };
}

export type SendNow = ReturnType<typeof useSendNow>;

export function useSendNow(org: string, id: string) {
  const action = useInvitationAction(org, 'sendNow');
  return { ...action, send: () => action.mutate(id) };
}

type Actions = { invitation: InvitationDetail; resend: Resend; sendNow: SendNow };

/** The one main action, and the way to take the invitation back. */
export function InvitationActions({ invitation, resend, sendNow }: Actions) {
  const { may } = useConsoleOrganization();
  if (!isOpen(invitation.state)) return null;
  return (
    <>
      {may('invitations.revoke') && invitation.state !== 'expired' ? <RevokeButton invitation={invitation} /> : null}
      {may('invitations.link') && invitation.state !== 'expired' ? <LinkButton invitation={invitation} /> : null}
      {may('invitations.resend') ? <ExtendButton invitation={invitation} /> : null}
      {may('invitations.correct') ? <CorrectButton invitation={invitation} /> : null}
      {may('invitations.resend') && isPlanned(invitation) ? <RescheduleButton invitation={invitation} /> : null}
      {may('invitations.resend') ? <SendButton invitation={invitation} resend={resend} sendNow={sendNow} /> : null}
    </>
  );
}

/** What the server would refuse it for, said before it is pressed; null: nothing. */
function whyNoResend({ state, suppressed }: InvitationDetail): string | null {
  if (state === 'bounced') return 'console.invitation.resend-bounced';
  return suppressed ? 'console.invitation.resend-suppressed' : null;
}

function SendButton({ invitation, resend, sendNow }: Actions) {
  const t = useText();
  const id = useId();
  const reason = whyNoResend(invitation);
  const planned = isPlanned(invitation);
  const { isPending, send } = planned ? sendNow : resend;
  const label = planned ? 'console.invitation.send-now' : 'common.action.resend';
  return (
    <div className="flex max-w-64 flex-col gap-1 sm:items-end">
      <Button
        look="primary"
        icon="mail"
        disabled={reason !== null}
        busy={isPending}
        onClick={send}
        aria-describedby={reason ? id : undefined}
      >
        {t(isPending ? 'console.invitation.resending' : label)}
      </Button>
      {reason ? (
        <p id={id} className="text-meta text-muted sm:text-right">
          {t(reason)}
        </p>
      ) : null}
    </div>
  );
}

function RevokeButton({ invitation }: { invitation: InvitationDetail }) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const revoke = useInvitationAction(slug, 'revoke');
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('common.action.revoke')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('console.invitation.revoke.title')}
        text={t('console.invitation.revoke.text', { address: addressesOf(invitation).join(', ') })}
        action={t('console.invitation.revoke.action')}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate(invitation.id, { onSuccess: () => setOpen(false) })}
      >
        {revoke.isError ? <ProblemNotice error={revoke.error} /> : null}
      </Confirm>
    </>
  );
}
