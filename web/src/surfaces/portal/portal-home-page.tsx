import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ClosedOrganizations } from '../../features/closing/closed-organizations.tsx';
import { closedQuery } from '../../features/closing/closing-queries.ts';
import { WaitingInvitations } from '../../features/invitations/waiting-invitations.tsx';
import { MyCompanies } from '../../features/organizations/my-companies.tsx';
import { WelcomePanel } from '../../features/organizations/welcome-panel.tsx';
import { OneNumberNotice } from '../../features/security/one-number-notice.tsx';
import { PasswordOffer } from '../../features/security/password-offer.tsx';
import { useSession } from '../../features/sessions/session.ts';
import { useText } from '../../lib/i18n.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';

export function PortalHomePage() {
  const t = useText();
  const { account, memberships } = useSession();
  const closed = useQuery(closedQuery);
  const [left, setLeft] = useState('');
  // Whoever has one that is closed for now has not "no company yet".
  const onlyClosed = memberships.length === 0 && (closed.data?.items.length ?? 0) > 0;
  return (
    <Page title={t('portal.home.greeting', { name: account.callName || account.name })}>
      <Left name={left} />
      <PasswordOffer />
      <OneNumberNotice />
      <ClosedOrganizations onLeft={setLeft} />
      <WaitingInvitations />
      <WelcomePanel />
      {onlyClosed ? null : <MyCompanies onLeft={setLeft} />}
    </Page>
  );
}

/** The button that was pressed is gone with its row: what became of it takes the focus. */
function Left({ name }: { name: string }) {
  const t = useText();
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (name !== '') said.current?.focus();
  }, [name]);
  return (
    <div role="status" ref={said} tabIndex={-1}>
      {name === '' ? null : <Notice tone="success" title={t('portal.leave.done', { name })} />}
    </div>
  );
}
