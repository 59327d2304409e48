import { ApiProblem } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { useProblemText } from '../../lib/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useInvitationAction } from './invitation-queries.ts';

/** Why nothing was sent; somebody who is already invited can be sent the mail again right here. */
export function InvitationRefused({ error, org }: { error: Error; org: string }) {
  const id = error instanceof ApiProblem && error.code === 'INV-ALREADY-INVITED' ? error.params.invitationId : null;
  if (error instanceof ApiProblem && error.code === 'SEATS-FULL') return <NoSeat error={error} org={org} />;
  if (!id) return <ProblemNotice error={error} />;
  return <AlreadyInvited org={org} id={String(id)} />;
}

/** With the way to those who have the seats. */
function NoSeat({ error, org }: { error: ApiProblem; org: string }) {
  const t = useText();
  const { may } = useConsoleOrganization();
  const text = useProblemText();
  return (
    <Notice
      tone="danger"
      title={text(error.code, error.params)}
      actions={
        may('people.read') ? (
          <ButtonLink to="/console/$org/people" params={{ org }}>
            {t('console.seats.who')}
          </ButtonLink>
        ) : null
      }
    >
      <p>{text(`${error.code}.action`, error.params)}</p>
    </Notice>
  );
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
