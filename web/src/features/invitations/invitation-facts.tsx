import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { LOCALE_NAMES } from '@gatehouse/contract/locales';
import { useText } from '../../lib/i18n.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { Time } from '../../ui/time.tsx';
import { useCompanyFacts } from '../organizations/company-facts.tsx';
import { isOpen, isPlanned } from './invitation-state.tsx';

export function InvitationFacts({ invitation }: { invitation: InvitationDetail; org: string }) {
  const t = useText();
  const company = useCompanyFacts(invitation.company ?? {});
  const facts: Fact[] = [
    { label: t('common.word.email'), value: invitation.to.email },
    { label: t('common.word.phone'), value: invitation.to.phoneShown },
    { label: t('common.word.name'), value: invitation.name },
    { label: t('people.identifier.username'), value: invitation.username },
    {
      label: t('console.invitations.kind'),
      value: t(invitation.added ? 'console.invitation.added' : `common.kind.${invitation.kind}`),
    },
    {
      label: t('common.word.role'),
      value: invitation.roles.map((role) => t(`common.role.${role}`)).join(' · '),
    },
    { label: t('console.invitation.language'), value: invitation.locale ? LOCALE_NAMES[invitation.locale] : null },
    { label: t('console.invitations.inviter'), value: invitation.invitedBy?.name ?? null },
    { label: t('console.invitation.created'), value: <Time at={invitation.createdAt} stacked={false} /> },
    {
      label: t('console.invitation.leaves-at'),
      value: invitation.sendAt && isPlanned(invitation) ? <Time at={invitation.sendAt} stacked={false} /> : null,
    },
    {
      label: t('console.invitations.ends'),
      value: isOpen(invitation.state) ? <Time at={invitation.expiresAt} stacked={false} /> : null,
    },
    { label: t('console.invitation.accepted-company'), value: invitation.acceptedOrganization?.name ?? null },
    { label: t('console.invitation.note'), value: invitation.note },
    ...company,
  ];
  return <FactList facts={facts} />;
}
