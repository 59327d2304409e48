import type { InvitationSort } from '@gatehouse/contract/invitation-filters';
import type { Invitation } from '@gatehouse/contract/invitations';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { type Translate, useLocale, useText } from '../../lib/i18n.tsx';
import { type Selection, useSelection } from '../../lib/selection.ts';
import { exactTime } from '../../lib/time.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { type Column, hideable } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { SelectRow } from '../../ui/select-row.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { RowDiagnosis } from '../diagnosis/diagnosis-link.tsx';
import { ExportButton } from '../operations/export-button.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { addressesOf, addressOf } from './invitation-address.ts';
import { invitationsQuery } from './invitation-queries.ts';
import { filtersOf, sortOf } from './invitation-search.ts';
import { InvitationState, isOpen, isPlanned } from './invitation-state.tsx';

const route = getRouteApi('/console/$org/invitations');

// The list can be read before it is narrowed or anything is done to it.
const InvitationViews = lazy(() =>
  import('./invitation-views.tsx').then((parts) => ({ default: parts.InvitationViews })),
);
const InvitationFilters = lazy(() =>
  import('./invitation-filters.tsx').then((parts) => ({ default: parts.InvitationFilters })),
);
const InvitationBulk = lazy(() => import('./invitation-bulk.tsx').then((parts) => ({ default: parts.InvitationBulk })));

const ACTS = [
  { name: 'resend', ability: 'invitations.resend' },
  { name: 'extend', ability: 'invitations.resend' },
  { name: 'revoke', ability: 'invitations.revoke', typed: true },
  { name: 'export', ability: 'invitations.read' },
] as const;

export function InvitationListPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const search = route.useSearch();
  const readable = may('invitations.read');
  const query = useQuery({ ...invitationsQuery(slug, search), enabled: readable, placeholderData: keepPreviousData });
  const invite = may('invitations.create') ? (
    <ButtonLink look="primary" icon="plus" to="/console/$org/invitations/new" params={{ org: slug }}>
      {t('console.invitations.new')}
    </ButtonLink>
  ) : null;
  const selection = useSelection(JSON.stringify(filtersOf(search)));
  const acts = ACTS.filter(({ ability }) => may(ability));
  const shown = columns(t, slug, sortOf(search));
  const filtered = Object.keys(filtersOf(search)).length > 0;
  const actions = (
    <>
      {readable ? (
        <ExportButton org={slug} of="invitations" filters={{ ...filtersOf(search), sort: sortOf(search) }} />
      ) : null}
      {invite}
    </>
  );
  // One way to begin in sight: in the middle while there is nothing, beside the title afterwards.
  const nothing = !filtered && query.data?.items.length === 0;
  return (
    <Page title={t('console.invitations.title')} actions={nothing ? null : actions}>
      {readable ? (
        <ListView
          label={t('console.invitations.title')}
          query={query}
          columns={[...(acts.length > 0 ? [selectColumn(t, selection)] : []), ...shown]}
          hide={search.hide}
          views={
            <Suspense fallback={<div className="min-h-8" />}>
              <InvitationViews search={search} columns={hideable(shown)} />
            </Suspense>
          }
          filters={
            <Suspense fallback={<div className="min-h-control" />}>
              <InvitationFilters search={search} items={query.data?.items ?? []} />
            </Suspense>
          }
          bulk={
            <Suspense fallback={null}>
              <InvitationBulk
                org={slug}
                search={search}
                items={query.data?.items ?? []}
                selection={selection}
                acts={acts}
              />
            </Suspense>
          }
          filtered={filtered}
          paged={Boolean(search.cursor)}
          empty={{
            icon: 'mail',
            title: t('console.invitations.empty.title'),
            text: t('console.invitations.empty.text'),
            action: invite,
          }}
        />
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}

function selectColumn(t: Translate, selection: Selection): Column<Invitation> {
  return {
    key: 'select',
    header: t('lists.select-column'),
    plain: true,
    unnamed: true,
    cell: ({ id, name, to }) => (
      <SelectRow id={id} name={name ?? to.email ?? to.phoneShown ?? ''} selection={selection} />
    ),
  };
}

function columns(t: Translate, org: string, sort: InvitationSort): Column<Invitation>[] {
  return [
    {
      key: 'person',
      header: t('console.invitations.person'),
      plain: true,
      cell: (invitation) => <Person invitation={invitation} org={org} />,
    },
    {
      key: 'kind',
      header: t('console.invitations.kind'),
      firm: true,
      wide: true,
      cell: (invitation) => <span>{t(`common.kind.${invitation.kind}`)}</span>,
    },
    {
      key: 'state',
      header: t('common.word.state'),
      firm: true,
      cell: (invitation) => <StateAndStop invitation={invitation} />,
    },
    {
      key: 'inviter',
      header: t('console.invitations.inviter'),
      wide: true,
      cell: (invitation) => <span>{invitation.invitedBy?.name ?? '–'}</span>,
    },
    sort === 'changed'
      ? { key: 'changed', header: t('lists.changed'), cell: ({ changedAt }) => <Time at={changedAt} /> }
      : { key: 'ends', header: t('console.invitations.ends'), cell: (invitation) => <Ends invitation={invitation} /> },
    {
      key: 'diagnosis',
      header: t('console.diagnosis.title'),
      plain: true,
      unnamed: true,
      cell: (invitation) => <RowDiagnosis identifier={invitation.id} name={invitation.name ?? addressOf(invitation)} />,
    },
  ];
}

/** An invitation that has come to its end has no end date to wait for. */
function Ends({ invitation }: { invitation: Invitation }) {
  return isOpen(invitation.state) ? <Time at={invitation.expiresAt} /> : <span className="text-muted">–</span>;
}

function Person({ invitation, org }: { invitation: Invitation; org: string }) {
  return (
    <div className="flex flex-col">
      <Link
        to="/console/$org/invitations/$id"
        params={{ org, id: invitation.id }}
        className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:underline"
      >
        {invitation.name ?? addressOf(invitation)}
      </Link>
      {addressesOf(invitation)
        .slice(invitation.name ? 0 : 1)
        .map((address) => (
          <span key={address} className="text-muted">
            {address}
          </span>
        ))}
      {invitation.company?.name ? <span className="text-muted">{invitation.company.name}</span> : null}
    </div>
  );
}

function StateAndStop({ invitation }: { invitation: Invitation }) {
  const t = useText();
  const locale = useLocale();
  return (
    <div className="flex flex-col items-start gap-1">
      <InvitationState state={invitation.state} planned={invitation.sendAt !== null} />
      {isPlanned(invitation) && invitation.sendAt ? (
        <span className="text-meta text-muted">
          {t('console.invitation.leaves', { date: exactTime(invitation.sendAt, locale) })}
        </span>
      ) : null}
      {invitation.suppressed && isOpen(invitation.state) ? (
        <>
          <State tone="warning" icon="minus">
            {t('console.invitations.suppressed')}
          </State>
          <span className="text-meta text-muted">{t('console.invitations.suppressed-fix')}</span>
        </>
      ) : null}
      {invitation.stoppedAt && !isPlanned(invitation) ? (
        <span className="text-meta text-muted">
          {t('common.stopped-at', { requirement: t(`common.requirement.${invitation.stoppedAt}`) })}
        </span>
      ) : null}
    </div>
  );
}
