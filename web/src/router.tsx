import { createRoute, createRouter, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { AUDIT_SEARCH } from './features/audit/audit-search-names.ts';
import { MEMBER_SEARCH } from './features/directory/member-search-names.ts';
import { INVITATION_SEARCH } from './features/invitations/invitation-search-names.ts';
import { currentMembership, findMembership } from './features/sessions/session.ts';
import { SIGN_IN_SEARCH } from './features/sign-in/sign-in-search-names.ts';
import { showBrand } from './lib/brand.ts';
import { needCatalogues } from './lib/i18n.tsx';
import { parseSearch, pick, stringifySearch } from './lib/search.ts';
import { enterList } from './surfaces/console/enter-list.ts';
import { openRooms, ROOMS } from './surfaces/console/rooms.ts';
import { portalRoutes } from './surfaces/portal/portal-routes.ts';
import { BareErrorPage, BareNotFoundPage, ErrorPage, NotFoundPage } from './surfaces/shell/problem-pages.tsx';
import { root } from './surfaces/shell/root-route.ts';
import { signedIn } from './surfaces/shell/signed-in.ts';

const consoleEntry = createRoute({
  getParentRoute: () => root,
  path: '/console',
  beforeLoad: async () => {
    const [session] = await Promise.all([signedIn(), needCatalogues(['console'])]);
    return { session };
  },
  errorComponent: BareErrorPage,
  notFoundComponent: BareNotFoundPage,
});

const consoleEntryIndex = createRoute({
  getParentRoute: () => consoleEntry,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    const current = currentMembership(session);
    if (!current) throw redirect({ to: '/portal' });
    throw redirect({ to: '/console/$org', params: { org: current.organization.slug } });
  },
});

const organization = createRoute({
  getParentRoute: () => consoleEntry,
  path: '$org',
  beforeLoad: async ({ context: { session }, params: { org }, location }) => {
    const membership = findMembership(session, org);
    if (membership) return showBrand(membership.organization.id);
    const { isClosed } = await import('./features/closing/closed-here.ts');
    if (await isClosed(org)) throw redirect({ to: '/portal' });
    // Mails and the door know the room, not the organization that is worked in: /console/invitations.
    const current = currentMembership(session);
    if (!current || !ROOMS.some((room) => room.path === org)) throw notFound({ routeId: consoleEntry.id });
    throw redirect({ href: location.href.replace('/console/', `/console/${current.organization.slug}/`) });
  },
  component: lazyRouteComponent(() => import('./surfaces/console/console-shell.tsx'), 'ConsoleShell'),
  errorComponent: BareErrorPage,
  notFoundComponent: NotFoundPage,
});

const organizationIndex = createRoute({
  getParentRoute: () => organization,
  path: '/',
  beforeLoad: ({ context: { session }, params }) => {
    const [room] = openRooms(findMembership(session, params.org)).flatMap((group) => group.rooms);
    if (room) throw redirect({ to: `/console/$org/${room.path}` as '/console/$org/invitations', params });
  },
  component: lazyRouteComponent(() => import('./surfaces/console/console-home.tsx'), 'ConsoleHome'),
});

const overview = createRoute({
  getParentRoute: () => organization,
  path: 'overview',
  beforeLoad: () => needCatalogues(['overview']),
  component: lazyRouteComponent(() => import('./features/overview/overview-page.tsx'), 'OverviewPage'),
});

const invitations = createRoute({
  getParentRoute: () => organization,
  path: 'invitations',
  validateSearch: pick(...INVITATION_SEARCH),
  beforeLoad: enterList('invitations', ['lists', 'operations']),
  component: lazyRouteComponent(() => import('./features/invitations/invitation-list-page.tsx'), 'InvitationListPage'),
});

const newInvitation = createRoute({
  getParentRoute: () => organization,
  path: 'invitations/new',
  validateSearch: pick('kind', 'email', 'phone'),
  beforeLoad: () => needCatalogues(['branding', 'people']),
  component: lazyRouteComponent(() => import('./features/invitations/new-invitation-page.tsx'), 'NewInvitationPage'),
});

const invitation = createRoute({
  getParentRoute: () => organization,
  path: 'invitations/$id',
  beforeLoad: () => needCatalogues(['people']),
  component: lazyRouteComponent(() => import('./features/invitations/invitation-page.tsx'), 'InvitationPage'),
});

const queue = createRoute({
  getParentRoute: () => organization,
  path: 'queue',
  validateSearch: pick('tab', 'cursor'),
  beforeLoad: () => needCatalogues(['queue']),
  component: lazyRouteComponent(() => import('./features/queue/queue-page.tsx'), 'QueuePage'),
});

const companies = createRoute({
  getParentRoute: () => organization,
  path: 'companies',
  validateSearch: pick('q', 'cursor'),
  beforeLoad: () => needCatalogues(['closing']),
  component: lazyRouteComponent(() => import('./features/organizations/companies-page.tsx'), 'CompaniesPage'),
});

const company = createRoute({
  getParentRoute: () => organization,
  path: 'companies/$id',
  beforeLoad: () => needCatalogues(['closing']),
  component: lazyRouteComponent(() => import('./features/closing/company-page.tsx'), 'CompanyPage'),
});

const people = createRoute({
  getParentRoute: () => organization,
  path: 'people',
  validateSearch: pick(...MEMBER_SEARCH),
  beforeLoad: enterList('members', ['lists', 'operations', 'people']),
  component: lazyRouteComponent(() => import('./features/directory/people-page.tsx'), 'PeoplePage'),
});

const diagnosis = createRoute({
  getParentRoute: () => organization,
  path: 'diagnosis',
  validateSearch: pick('identifier'),
  beforeLoad: () => needCatalogues(['diagnosis']),
  component: lazyRouteComponent(() => import('./features/diagnosis/diagnosis-page.tsx'), 'DiagnosisPage'),
});

const member = createRoute({
  getParentRoute: () => organization,
  path: 'people/$id',
  validateSearch: pick('tab'),
  beforeLoad: () => needCatalogues(['people']),
  component: lazyRouteComponent(() => import('./features/directory/member-page.tsx'), 'MemberPage'),
});

const imports = createRoute({
  getParentRoute: () => organization,
  path: 'imports',
  validateSearch: pick('cursor'),
  beforeLoad: () => needCatalogues(['imports']),
  component: lazyRouteComponent(() => import('./features/imports/import-list-page.tsx'), 'ImportListPage'),
});

const newImport = createRoute({
  getParentRoute: () => organization,
  path: 'imports/new',
  beforeLoad: () => needCatalogues(['imports']),
  component: lazyRouteComponent(() => import('./features/imports/new-import-page.tsx'), 'NewImportPage'),
});

const oneImport = createRoute({
  getParentRoute: () => organization,
  path: 'imports/$id',
  validateSearch: pick('state', 'cursor'),
  beforeLoad: () => needCatalogues(['imports']),
  component: lazyRouteComponent(() => import('./features/imports/import-page.tsx'), 'ImportPage'),
});

const signInLog = createRoute({
  getParentRoute: () => organization,
  path: 'sign-in-log',
  validateSearch: pick(...SIGN_IN_SEARCH),
  beforeLoad: enterList('sign-in-events', ['alerts', 'audit', 'lists']),
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in-log-page.tsx'), 'SignInLogPage'),
});

const auditLog = createRoute({
  getParentRoute: () => organization,
  path: 'audit-log',
  validateSearch: pick(...AUDIT_SEARCH),
  beforeLoad: enterList('audit-events', ['audit', 'lists']),
  component: lazyRouteComponent(() => import('./features/audit/audit-log-page.tsx'), 'AuditLogPage'),
});

const operation = createRoute({
  getParentRoute: () => organization,
  path: 'operations/$id',
  validateSearch: pick('state', 'cursor'),
  beforeLoad: () => needCatalogues(['lists', 'operations']),
  component: lazyRouteComponent(() => import('./features/operations/operation-page.tsx'), 'OperationPage'),
});

const branding = createRoute({
  getParentRoute: () => organization,
  path: 'branding',
  validateSearch: pick('view', 'locale', 'theme', 'sample'),
  loader: () => needCatalogues(['branding']),
  component: lazyRouteComponent(() => import('./features/branding/branding-page.tsx'), 'BrandingPage'),
});

const messageTexts = createRoute({
  getParentRoute: () => organization,
  path: 'message-texts',
  validateSearch: pick('template', 'locale'),
  loader: () => needCatalogues(['branding']),
  component: lazyRouteComponent(() => import('./features/branding/message-texts-page.tsx'), 'MessageTextsPage'),
});

const webhook = createRoute({
  getParentRoute: () => organization,
  path: 'webhook',
  loader: () => needCatalogues(['webhook']),
  component: lazyRouteComponent(() => import('./features/webhook/webhook-page.tsx'), 'WebhookPage'),
});

const policies = createRoute({
  getParentRoute: () => organization,
  path: 'policies',
  component: lazyRouteComponent(() => import('./features/organizations/policies-page.tsx'), 'PoliciesPage'),
});

const settings = createRoute({
  getParentRoute: () => organization,
  path: 'settings',
  beforeLoad: () => needCatalogues(['closing']),
  component: lazyRouteComponent(() => import('./features/organizations/settings-page.tsx'), 'SettingsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    portalRoutes,
    consoleEntry.addChildren([
      consoleEntryIndex,
      organization.addChildren([
        organizationIndex,
        overview,
        invitations,
        newInvitation,
        invitation,
        queue,
        companies,
        company,
        people,
        member,
        diagnosis,
        imports,
        newImport,
        oneImport,
        operation,
        signInLog,
        auditLog,
        branding,
        messageTexts,
        webhook,
        policies,
        settings,
      ]),
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
