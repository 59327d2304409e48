import { ApiProblem } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useInvitationAction } from './invitation-queries.ts';

/** Why nothing was sent; somebody who is already invited can be sent the mail again right here. */
export function InvitationRefused({ error, org }: { error: Error; org: string }) {
  const id = error instanceof ApiProblem && error.code === 'INV-ALREADY-INVITED' ? error.params.invitationId : null;
  if (!id) return <ProblemNotice error={error} />;
  return <AlreadyInvited org={org} id={String(id)} />;
}

function AlreadyInvited({ org, id }: { org: string; id: string }) {
  const t = useText();
  const { may } = useConsoleOrganization();
  const resend = useInvitationAction(org, 'resend');
  const open = (
    <ButtonLink to="/console/$org/invitations/$id" params={{ org, id }}>
      {t('console.invite.open-existing')}
    </ButtonLink>
  );
  if (resend.isSuccess) return <Notice tone="success" title={t('console.invitation.resent')} actions={open} />;
  return (
    <>
      <Notice
        tone="warning"
        title={t('INV-ALREADY-INVITED')}
        actions={
          <>
            {may('invitations.resend') ? (
              <Button busy={resend.isPending} onClick={() => resend.mutate(id)}>
                {t('console.invite.resend-instead')}
              </Button>
            ) : null}
            {open}
          </>
        }
      >
        <p>{t('INV-ALREADY-INVITED.action')}</p>
      </Notice>
      {resend.isError ? <ProblemNotice error={resend.error} /> : null}
    </>
  );
}
