import { getRouteApi, Navigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { ExportButton } from '../operations/export-button.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { AddedPeople } from './added-people.tsx';
import { MemberList } from './member-list.tsx';
import { filtersOf, sortOf } from './member-search.ts';
import { PeopleSeats } from './people-seats.tsx';

const AddMember = lazy(() => import('./add-member.tsx').then((parts) => ({ default: parts.AddMember })));

const route = getRouteApi('/console/$org/people');

/** The people of the organization. Those who ask to be stand in the room of requests. */
export function PeoplePage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const search = route.useSearch();
  const invite = may('invitations.create') ? (
    <ButtonLink icon="mail" to="/console/$org/invitations/new" params={{ org: slug }} search={{ kind: 'member' }}>
      {t('console.people.invite')}
    </ButtonLink>
  ) : null;
  // Where requests to join were before they had a room of their own.
  if (search.tab === 'join-requests') return <Navigate to="/console/$org/queue" params={{ org: slug }} replace />;
  return (
    <Page
      title={t('console.people.title')}
      actions={
        <>
          {may('people.read') ? (
            <ExportButton org={slug} of="members" filters={{ ...filtersOf(search), sort: sortOf(search) }} />
          ) : null}
          {invite}
          {may('people.manage') ? <AddButton /> : null}
        </>
      }
    >
      {may('people.read') ? <PeopleSeats org={slug} /> : null}
      {may('people.manage') ? <AddedPeople org={slug} /> : null}
      {may('people.read') ? <MemberList org={slug} search={search} /> : <NoPermission />}
    </Page>
  );
}

function AddButton() {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" icon="plus" onClick={() => setOpen(true)}>
        {t('people.add.button')}
      </Button>
      <Suspense fallback={null}>{open ? <AddMember open={open} onOpenChange={setOpen} /> : null}</Suspense>
    </>
  );
}
