import { getRouteApi } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { JoinRequestList } from './join-request-list.tsx';
import { MemberList } from './member-list.tsx';

const route = getRouteApi('/console/$org/people');
const REQUESTS = 'join-requests';

/** The people of the organization, and those who ask to be. */
export function PeoplePage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { tab, q = '', cursor } = route.useSearch();
  const requests = tab === REQUESTS;
  const tabs = [
    { value: undefined, label: t('console.people.members') },
    ...(may('join-requests.read') ? [{ value: REQUESTS, label: t('console.join-requests.title') }] : []),
  ];
  const allowed = may(requests ? 'join-requests.read' : 'people.read');
  const invite = may('invitations.create') ? (
    <ButtonLink
      look="primary"
      icon="plus"
      to="/console/$org/invitations/new"
      params={{ org: slug }}
      search={{ kind: 'member' }}
    >
      {t('console.people.invite')}
    </ButtonLink>
  ) : null;
  return (
    <Page title={t('console.people.title')} actions={invite}>
      <Tabs label={t('console.people.title')} current={requests ? REQUESTS : undefined} tabs={tabs} />
      {allowed ? null : <NoPermission />}
      {allowed && requests ? <JoinRequestList org={slug} cursor={cursor} /> : null}
      {allowed && !requests ? <MemberList org={slug} q={q} cursor={cursor} /> : null}
    </Page>
  );
}
