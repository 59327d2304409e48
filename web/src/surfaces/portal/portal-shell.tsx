import { Link, Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { currentMembership, type Membership, useSession } from '../../features/sessions/session.ts';
import { ConfirmDialog } from '../../features/sign-in/confirm-dialog.tsx';
import { showBrand } from '../../lib/brand.ts';
import { useText } from '../../lib/i18n.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { HeaderMenus, OrganizationSwitch } from '../shell/header-menus.tsx';
import { OfflineBar } from '../shell/offline-bar.tsx';
import { OutboxBanner } from '../shell/outbox-banner.tsx';
import { SkipLink } from '../shell/skip-link.tsx';
import { useSurface } from '../shell/use-surface.ts';

type Place = { to: '/portal' | '/portal/devices' | '/console'; label: string; icon: IconName };

function places(membership: Membership | null): Place[] {
  const own: Place[] = [
    { to: '/portal', label: 'portal.nav.home', icon: 'home' },
    { to: '/portal/devices', label: 'portal.devices.title', icon: 'device' },
  ];
  const administers = (membership?.abilities.length ?? 0) > 0;
  return administers ? [...own, { to: '/console', label: 'portal.console', icon: 'console' }] : own;
}

/** Header and page; on a telephone the places move into a bar at the bottom. */
export function PortalShell() {
  useSurface('portal');
  const membership = currentMembership(useSession());
  const workedIn = membership?.organization.id ?? null;
  useEffect(() => void showBrand(workedIn), [workedIn]);
  return (
    <div className="min-h-dvh">
      <SkipLink />
      <ConfirmDialog />
      <header>
        <OfflineBar />
        <OutboxBanner />
        <div className="mx-auto flex max-w-[67rem] items-center justify-between gap-3 px-4 py-3">
          <div className="flex min-w-0 items-center gap-2">
            <BrandMark />
            <span className="min-w-0 border-l border-border pl-2 max-sm:hidden">
              <OrganizationSwitch current={membership} />
            </span>
          </div>
          <div className="flex shrink-0 items-center gap-1">
            <Places
              membership={membership}
              className="flex gap-1 max-md:hidden"
              link="flex min-h-control items-center gap-2 rounded-control px-3 text-ink no-underline hover:bg-sunken aria-[current=page]:font-semibold aria-[current=page]:text-brand-text"
            />
            <HeaderMenus />
          </div>
        </div>
      </header>
      <main id="main" className="mx-auto max-w-[67rem] px-4 pt-2 pb-28">
        <div className="mb-2 sm:hidden">
          <OrganizationSwitch current={membership} />
        </div>
        <Outlet />
      </main>
      <Places
        membership={membership}
        className="fixed inset-x-0 bottom-0 z-10 flex border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        link="flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-1 py-1.5 text-center text-meta leading-tight text-muted no-underline aria-[current=page]:font-semibold aria-[current=page]:text-brand-text"
      />
    </div>
  );
}

function Places({ membership, className, link }: { membership: Membership | null; className: string; link: string }) {
  const t = useText();
  return (
    <nav aria-label={t('portal.nav')} className={className}>
      {places(membership).map((place) => (
        <Link
          key={place.to}
          to={place.to}
          activeOptions={{ exact: true }}
          activeProps={{ 'aria-current': 'page' }}
          className={link}
        >
          <Icon name={place.icon} className="size-5" />
          <span>{t(place.label)}</span>
        </Link>
      ))}
    </nav>
  );
}
