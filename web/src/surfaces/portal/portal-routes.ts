import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { currentMembership } from '../../features/sessions/session.ts';
import { showBrand } from '../../lib/brand.ts';
import { needCatalogues } from '../../lib/i18n.tsx';
import { BareErrorPage } from '../shell/problem-pages.tsx';
import { root } from '../shell/root-route.ts';
import { signedIn } from '../shell/signed-in.ts';

const portal = createRoute({
  getParentRoute: () => root,
  path: '/portal',
  loader: async () => showBrand(currentMembership(await signedIn())?.organization.id ?? null),
  component: lazyRouteComponent(() => import('./portal-shell.tsx'), 'PortalShell'),
  errorComponent: BareErrorPage,
});

const portalHome = createRoute({
  getParentRoute: () => portal,
  path: '/',
  beforeLoad: () => needCatalogues(['closing', 'security']),
  component: lazyRouteComponent(() => import('./portal-home-page.tsx'), 'PortalHomePage'),
});

const devices = createRoute({
  getParentRoute: () => portal,
  path: 'devices',
  component: lazyRouteComponent(() => import('../../features/sessions/devices-page.tsx'), 'DevicesPage'),
});

const profile = createRoute({
  getParentRoute: () => portal,
  path: 'profile',
  beforeLoad: () => needCatalogues(['keys', 'security']),
  component: lazyRouteComponent(() => import('../../features/sessions/profile-page.tsx'), 'ProfilePage'),
});

const ownData = createRoute({
  getParentRoute: () => portal,
  path: 'data',
  beforeLoad: () => needCatalogues(['console', 'errors', 'own']),
  component: lazyRouteComponent(() => import('../../features/own-account/own-data-page.tsx'), 'OwnDataPage'),
});

const security = createRoute({
  getParentRoute: () => portal,
  path: 'security',
  beforeLoad: () => needCatalogues(['security']),
  component: lazyRouteComponent(() => import('../../features/security/security-page.tsx'), 'SecurityPage'),
});

/** The portal: everything that is one's own. */
export const portalRoutes = portal.addChildren([portalHome, profile, ownData, security, devices]);
