import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { waitingCountQuery } from '../../features/queue/queue-queries.ts';
import type { Membership } from '../../features/sessions/session.ts';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { openRooms } from './rooms.ts';

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
              {room.path === 'queue' ? <WaitingBadge org={membership.organization.slug} /> : null}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

/** How many wait for a decision; nothing while nobody does. */
function WaitingBadge({ org }: { org: string }) {
  const t = useText();
  const { data } = useQuery(waitingCountQuery(org));
  const count = data ? data.companies + data.joinRequests : 0;
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-warning-soft px-2 text-meta font-semibold text-warning tabular-nums">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t('console.queue.waiting', { count })}</span>
    </span>
  );
}
