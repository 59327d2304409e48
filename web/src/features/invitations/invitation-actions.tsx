import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { useId, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { addressesOf } from './invitation-address.ts';
import { CorrectButton, ExtendButton, LinkButton } from './invitation-dialogs.tsx';
import { useInvitationAction } from './invitation-queries.ts';
import { isOpen } from './invitation-state.tsx';

export type Resend = ReturnType<typeof useResend>;

export function useResend(org: string, id: string) {
  const action = useInvitationAction(org, 'resend');
  return { ...action, send: () => action.mutate(id) };
}

/** The one main action, and the way to take the invitation back. */
export function InvitationActions({ invitation, resend }: { invitation: InvitationDetail; resend: Resend }) {
  const { may } = useConsoleOrganization();
  if (!isOpen(invitation.state)) return null;
  return (
    <>
      {may('invitations.revoke') && invitation.state !== 'expired' ? <RevokeButton invitation={invitation} /> : null}
      {may('invitations.link') && invitation.state !== 'expired' ? <LinkButton invitation={invitation} /> : null}
      {may('invitations.resend') ? <ExtendButton invitation={invitation} /> : null}
      {may('invitations.correct') ? <CorrectButton invitation={invitation} /> : null}
      {may('invitations.resend') ? <ResendButton reason={whyNoResend(invitation)} resend={resend} /> : null}
    </>
  );
}

/** What the server would refuse it for, said before it is pressed; null: nothing. */
function whyNoResend({ state, suppressed }: InvitationDetail): string | null {
  if (state === 'bounced') return 'console.invitation.resend-bounced';
  return suppressed ? 'console.invitation.resend-suppressed' : null;
}

function ResendButton({ reason, resend }: { reason: string | null; resend: Resend }) {
  const t = useText();
  const id = useId();
  return (
    <div className="flex max-w-64 flex-col gap-1 sm:items-end">
      <Button
        look="primary"
        icon="mail"
        disabled={reason !== null}
        busy={resend.isPending}
        onClick={resend.send}
        aria-describedby={reason ? id : undefined}
      >
        {resend.isPending ? t('console.invitation.resending') : t('common.action.resend')}
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
