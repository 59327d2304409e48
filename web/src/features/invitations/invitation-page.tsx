import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { keepRecent } from '../../lib/recent.ts';
import { exactTime, zoneName } from '../../lib/time.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DiagnosisLink } from '../diagnosis/diagnosis-link.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { DeliveryList } from './delivery-list.tsx';
import { InvitationActions, useResend, useSendNow } from './invitation-actions.tsx';
import { addressesOf, addressOf } from './invitation-address.ts';
import { InvitationFacts } from './invitation-facts.tsx';
import { invitationQuery } from './invitation-queries.ts';
import { InvitationState, isOpen, isPlanned } from './invitation-state.tsx';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/console/$org/invitations/$id');

/** One invitation: where it stands, what can be done, and everything that happened to it. */
export function InvitationPage() {
  const t = useText();
  const { id } = route.useParams();
  const { slug } = useConsoleOrganization();
  const query = useQuery(invitationQuery(slug, id));
  const resend = useResend(slug, id);
  const sendNow = useSendNow(slug, id);
  const invitation = query.data;
  useEffect(() => {
    if (!invitation) return;
    const [label = '', detail = ''] = [invitation.name, ...addressesOf(invitation)].filter((text) => text !== null);
    keepRecent(slug, { href: `/console/${slug}/invitations/${id}`, label, detail });
  }, [slug, id, invitation]);
  return (
    <Page
      title={invitation ? (invitation.name ?? addressOf(invitation)) : t('console.invitation.title')}
      back={
        <BackLink to="/console/$org/invitations" params={{ org: slug }}>
          {t('console.invitations.title')}
        </BackLink>
      }
      state={invitation ? <InvitationState state={invitation.state} planned={invitation.sendAt !== null} /> : null}
      actions={invitation ? <InvitationActions invitation={invitation} resend={resend} sendNow={sendNow} /> : null}
    >
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={8} /> : null}
      {resend.isSuccess ? <Notice tone="success" title={t('console.invitation.resent')} /> : null}
      {sendNow.isSuccess ? <Notice tone="success" title={t('console.invitation.sent-now')} /> : null}
      {sendNow.isError ? <ProblemNotice error={sendNow.error} /> : null}
      {resend.isError ? <ProblemNotice error={resend.error} /> : null}
      {invitation ? <Record invitation={invitation} org={slug} /> : null}
    </Page>
  );
}

function Record({ invitation, org }: { invitation: InvitationDetail; org: string }) {
  const t = useText();
  return (
    <>
      <Standing invitation={invitation} />
      <DiagnosisLink address={addressOf(invitation)} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('console.invitation.facts')}>
            <InvitationFacts invitation={invitation} org={org} />
          </Panel>
          <Panel title={t('console.invitation.deliveries')}>
            <DeliveryList deliveries={invitation.deliveries} />
          </Panel>
        </div>
        <Panel title={t('console.invitation.timeline')}>
          <Timeline events={invitation.timeline} />
        </Panel>
      </div>
    </>
  );
}

/** Why it stands where it stands: a bounce in the mail server's words, else the requirement that is missing. */
function Standing({ invitation }: { invitation: InvitationDetail }) {
  const t = useText();
  const locale = useLocale();
  const { organization } = useConsoleOrganization();
  if (invitation.state === 'bounced') {
    const words = invitation.deliveries.findLast((delivery) => delivery.state === 'bounced')?.response;
    return (
      <Notice
        tone="danger"
        title={t('console.invitation.bounced.title', { address: addressesOf(invitation).join(', ') })}
      >
        {words ? (
          <p>
            <q className="font-mono text-meta">{words}</q>
          </p>
        ) : null}
        <p>{t('console.invitation.bounced.text')}</p>
      </Notice>
    );
  }
  if (invitation.suppressed && isOpen(invitation.state)) {
    const address = addressesOf(invitation).join(', ');
    return (
      <Notice tone="warning" title={t('console.invitation.suppressed.title', { address })}>
        <p>{t('console.invitation.suppressed.text')}</p>
      </Notice>
    );
  }
  if (invitation.sendAt && isPlanned(invitation)) {
    const zone = organization.timeZone || undefined;
    const date = `${exactTime(invitation.sendAt, locale, zone)} · ${zoneName(zone, new Date(invitation.sendAt), locale)}`;
    return (
      <Notice tone="neutral" title={t('console.invitation.leaves', { date })}>
        <p>{t('console.invitation.leaves-text')}</p>
      </Notice>
    );
  }
  if (!invitation.stoppedAt) return null;
  return (
    <Notice
      tone={invitation.state === 'expired' ? 'warning' : 'neutral'}
      title={t('common.stopped-at', { requirement: t(`common.requirement.${invitation.stoppedAt}`) })}
    >
      <p>{t(`console.requirement.${invitation.stoppedAt}`)}</p>
    </Notice>
  );
}
