import type { MemberRecord } from '@gatehouse/contract/members';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { keepRecent } from '../../lib/recent.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { ProblemNotice, type Tone } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DiagnosisLink } from '../diagnosis/diagnosis-link.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { MemberAccess } from './member-access.tsx';
import { MemberActions } from './member-actions.tsx';
import { MemberDevices } from './member-devices.tsx';
import { MemberLock } from './member-lock.tsx';
import { MemberMessages, MemberProfile, MemberSignIn, MemberTimeline } from './member-panels.tsx';
import { MemberPassword } from './member-password.tsx';
import { memberQuery } from './member-queries.ts';

const route = getRouteApi('/console/$org/people/$id');

const TABS = ['profile', 'access', 'sign-in', 'devices', 'timeline', 'messages'] as const;
type Tab = (typeof TABS)[number];
const TONES: Record<MemberRecord['state'], Tone> = { active: 'success', suspended: 'warning', removed: 'neutral' };

/** One person of the organization: what they may do, how they sign in, and what happened. */
export function MemberPage() {
  const t = useText();
  const { id } = route.useParams();
  const search = route.useSearch();
  const { slug } = useConsoleOrganization();
  const query = useQuery(memberQuery(slug, id));
  const member = query.data;
  useEffect(() => {
    if (!member) return;
    const [address] = member.identifiers;
    keepRecent(slug, { href: `/console/${slug}/people/${id}`, label: member.name, detail: address?.value ?? '' });
  }, [slug, id, member]);
  const tab = TABS.find((one) => one === search.tab) ?? 'profile';
  return (
    <Page
      title={member?.name ?? t('people.title')}
      back={
        <BackLink to="/console/$org/people" params={{ org: slug }}>
          {t('console.people.title')}
        </BackLink>
      }
      state={
        member ? (
          <State tone={TONES[member.state]} icon={member.state === 'active' ? 'check' : 'minus'}>
            {t(`people.state.${member.state}`)}
          </State>
        ) : null
      }
      actions={member ? <MemberActions member={member} org={slug} /> : null}
    >
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={8} /> : null}
      <Tabs
        label={t('people.title')}
        current={tab === 'profile' ? undefined : tab}
        tabs={TABS.map((value) => ({
          value: value === 'profile' ? undefined : value,
          label: t(`people.tab.${value}`),
        }))}
      />
      {member ? <TabPanel tab={tab} member={member} org={slug} /> : null}
      {member?.identifiers[0] ? <DiagnosisLink address={member.identifiers[0].value} /> : null}
    </Page>
  );
}

function TabPanel({ tab, member, org }: { tab: Tab; member: MemberRecord; org: string }) {
  switch (tab) {
    case 'profile':
      return <MemberProfile member={member} org={org} />;
    case 'access':
      return <MemberAccess member={member} org={org} />;
    case 'sign-in':
      return (
        <>
          <MemberLock member={member} org={org} />
          <MemberSignIn member={member} />
          <MemberPassword member={member} org={org} />
        </>
      );
    case 'devices':
      return <MemberDevices member={member} org={org} />;
    case 'timeline':
      return <MemberTimeline member={member} />;
    case 'messages':
      return <MemberMessages member={member} />;
  }
}
