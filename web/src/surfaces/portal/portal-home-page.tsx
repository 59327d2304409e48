import { useQuery } from '@tanstack/react-query';
import { ClosedOrganizations } from '../../features/closing/closed-organizations.tsx';
import { closedQuery } from '../../features/closing/closing-queries.ts';
import { WaitingInvitations } from '../../features/invitations/waiting-invitations.tsx';
import { MyCompanies } from '../../features/organizations/my-companies.tsx';
import { WelcomePanel } from '../../features/organizations/welcome-panel.tsx';
import { OneNumberNotice } from '../../features/security/one-number-notice.tsx';
import { PasswordOffer } from '../../features/security/password-offer.tsx';
import { useSession } from '../../features/sessions/session.ts';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../ui/page.tsx';

export function PortalHomePage() {
  const t = useText();
  const { account, memberships } = useSession();
  const closed = useQuery(closedQuery);
  // Whoever has one that is closed for now has not "no company yet".
  const onlyClosed = memberships.length === 0 && (closed.data?.items.length ?? 0) > 0;
  return (
    <Page title={t('portal.home.greeting', { name: account.callName || account.name })}>
      <PasswordOffer />
      <OneNumberNotice />
      <ClosedOrganizations />
      <WaitingInvitations />
      <WelcomePanel />
      {onlyClosed ? null : <MyCompanies />}
    </Page>
  );
}
