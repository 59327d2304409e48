import type { Flow } from '@gatehouse/contract/flows';
import type { InvitationSummary } from '@gatehouse/contract/invitation-summary';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { Decline } from '../parts/decline.tsx';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';
import { timeLeft, when } from '../parts/texts.ts';

/** Card D1: what the invitation is, for whom, until when. Nothing happens before the button is pressed. */
export function acceptPage(
  context: DoorContext,
  flow: Flow,
  invitation: InvitationSummary,
  form: FormState,
): PageModel {
  const { t } = context;
  const action = context.acceptAction ?? `/flow/${flow.id}/accept`;
  const declineAction = context.acceptAction ? `${context.acceptAction}/decline` : `/flow/${flow.id}/decline`;
  const { organizationName: organization, added } = invitation;
  return {
    heading: headingOf(context, invitation),
    flow,
    form: readForm(context, form, { fields: ['reason'] }),
    body: (
      <>
        {added ? <p>{t('door.accept.added.lead')}</p> : null}
        <p>{t(`door.accept.lead.${invitation.kind}`, { organization, product: context.brand.productName })}</p>
        <Facts context={context} invitation={invitation} />
        <Note note={invitation.handedOver ? invitation.handedOver.note : invitation.note} />
        <MainForm action={action}>
          <PrimaryButton>{t(pressOf(invitation))}</PrimaryButton>
          {added ? null : (
            <button type="submit" name="have-account" value="1" className="link">
              {t('door.accept.have-account')}
            </button>
          )}
        </MainForm>
        <Decline
          context={context}
          action={declineAction}
          organization={organization}
          stopInvitingPath={invitation.stopInvitingPath}
        />
      </>
    ),
  };
}

function headingOf({ t }: DoorContext, { added, organizationName: organization, inviterName }: InvitationSummary) {
  if (added) return t('door.accept.added.heading', { organization });
  return inviterName
    ? t('door.accept.heading', { inviter: inviterName, organization })
    : t('door.accept.heading-organization', { organization });
}

/** Whoever was added is sent a code at once, where there is one way only. */
function pressOf({ added, alsoTo }: InvitationSummary): string {
  if (!added) return 'common.action.accept-invitation';
  return alsoTo ? 'common.action.continue' : 'common.action.send-code';
}

function Note({ note }: { note: string | null }): ReactNode {
  if (!note) return null;
  return (
    <blockquote>
      <p>{note}</p>
    </blockquote>
  );
}

function Facts({ context, invitation }: { context: DoorContext; invitation: InvitationSummary }): ReactNode {
  const { t } = context;
  const left = timeLeft(context, invitation.expiresAt);
  return (
    <dl>
      <div>
        <dt>{t(invitation.added ? 'door.accept.added.for' : 'door.accept.for')}</dt>
        <dd>
          <span>{invitation.to}</span>
          {invitation.alsoTo ? <span className="second">{invitation.alsoTo}</span> : null}
        </dd>
      </div>
      {invitation.handedOver ? (
        <div>
          <dt>{t('door.accept.handed-over-by')}</dt>
          <dd>{invitation.handedOver.by}</dd>
        </div>
      ) : null}
      {invitation.kind === 'member' ? (
        <div>
          <dt>{t('common.word.role')}</dt>
          <dd>{invitation.roles.map((role) => t(`common.role.${role}`)).join(', ')}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('door.accept.until')}</dt>
        <dd>
          <span>{when(context, invitation.expiresAt, 'dateTime')}</span> {left ? <span>({left})</span> : null}
        </dd>
      </div>
    </dl>
  );
}
