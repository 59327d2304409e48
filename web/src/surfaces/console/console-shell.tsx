import { Link, Navigate, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ListKeys } from '../../features/keys/list-keys.tsx';
import { PaletteButton } from '../../features/palette/palette-button.tsx';
import { findMembership, type Membership, useSession } from '../../features/sessions/session.ts';
import { ConfirmDialog } from '../../features/sign-in/confirm-dialog.tsx';
import { needCatalogues, useText } from '../../lib/i18n.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { HeaderMenus, OrganizationSwitch } from '../shell/header-menus.tsx';
import { OfflineBar } from '../shell/offline-bar.tsx';
import { OutboxBanner } from '../shell/outbox-banner.tsx';
import { SkipLink } from '../shell/skip-link.tsx';
import { useSurface } from '../shell/use-surface.ts';
import { ConsoleNav } from './console-nav.tsx';
import { openRooms } from './rooms.ts';

// After the page: nobody waits for it.
const WorkTray = lazy(async () => {
  const [{ WorkTray: tray }] = await Promise.all([
    import('../../features/operations/work-tray.tsx'),
    needCatalogues(['operations']),
  ]);
  return { default: tray };
});

/** Navigation left, header above, the page in the middle. Narrow: the navigation waits in a drawer. */
export function ConsoleShell() {
  useSurface('console');
  const { org } = useParams({ strict: false });
  const membership = findMembership(useSession(), org ?? null);
  // Closed meanwhile, or left: the portal says why.
  if (!membership) return <Navigate to="/portal" />;
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.25rem_minmax(0,1fr)]">
      <SkipLink />
      <ConfirmDialog />
      <ListKeys />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-border bg-sunken p-3 lg:flex">
        <div className="px-2.5 pt-2 text-base">
          <BrandMark />
        </div>
        <ConsoleNav membership={membership} />
      </aside>
      <div className="min-w-0">
        <header>
          <OfflineBar />
          <OutboxBanner />
          <HeaderRow membership={membership} />
        </header>
        <main id="main" className="mx-auto max-w-6xl px-4 pt-2 pb-16 sm:px-8">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function HeaderRow({ membership }: { membership: Membership }) {
  const navigate = useNavigate();
  const switchTo = (org: string) => void navigate({ to: '/console/$org', params: { org } });
  return (
    <div className="mx-auto flex max-w-6xl items-center justify-between gap-2 px-2 py-2 sm:px-8 lg:pt-4">
      <div className="flex min-w-0 items-center gap-1">
        <NavigationDrawer membership={membership} />
        <OrganizationSwitch current={membership} onSwitch={switchTo} />
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <PaletteButton rooms={openRooms(membership).flatMap((group) => group.rooms)} />
        <PortalLink className="max-sm:hidden" />
        <Suspense fallback={<span className="size-control" />}>
          <WorkTray />
        </Suspense>
        <HeaderMenus />
      </div>
    </div>
  );
}

function PortalLink({ className = '' }: { className?: string }) {
  const t = useText();
  return (
    <Link
      to="/portal"
      className={`inline-flex min-h-control items-center gap-2 rounded-control px-3 text-ink no-underline hover:bg-sunken ${className}`}
    >
      <Icon name="home" />
      <span>{t('portal.title')}</span>
    </Link>
  );
}

function NavigationDrawer({ membership }: { membership: Membership }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <div className="lg:hidden">
      <Sheet
        title={t('portal.console')}
        open={open}
        onOpenChange={setOpen}
        trigger={<IconButton icon="menu" label={t('portal.nav.open')} />}
      >
        <ConsoleNav membership={membership} onChosen={() => setOpen(false)} />
        <div className="mt-2 border-t border-border pt-2">
          <PortalLink />
        </div>
      </Sheet>
    </div>
  );
}
