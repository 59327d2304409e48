import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Membership } from '../../features/sessions/session.ts';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { openRooms } from './rooms.ts';

// After the page: nobody waits for it.
const WaitingBadge = lazy(() =>
  import('../../features/queue/waiting-badge.tsx').then((parts) => ({ default: parts.WaitingBadge })),
);

const LINK =
  'flex min-h-control items-center gap-2.5 rounded-lg border-l-3 border-transparent px-3 py-1.5 text-ink no-underline hover:bg-surface aria-[current=page]:border-brand-edge aria-[current=page]:bg-surface aria-[current=page]:font-semibold';

export function ConsoleNav({ membership, onChosen }: { membership: Membership; onChosen?: () => void }) {
  const t = useText();
  return (
    <nav aria-label={t('portal.nav')} className="flex flex-col gap-4">
      {openRooms(membership).map((group) => (
        <div key={group.label} className="flex flex-col gap-0.5">
          {group.label ? <p className="px-3 pb-1 text-meta font-semibold text-muted">{t(group.label)}</p> : null}
          {group.rooms.map((room) => (
            <Link
              key={room.path}
              to={`/console/$org/${room.path}` as '/console/$org/invitations'}
              params={{ org: membership.organization.slug }}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
              className={LINK}
              {...(onChosen ? { onClick: onChosen } : {})}
            >
              <Icon name={room.icon} className="size-4.5 text-muted" />
              <span>{t(room.label)}</span>
              {room.path === 'queue' ? (
                <Suspense fallback={null}>
                  <WaitingBadge org={membership.organization.slug} />
                </Suspense>
              ) : null}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
