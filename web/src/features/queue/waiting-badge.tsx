import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { waitingCountQuery } from './queue-queries.ts';

/** How many wait for a decision; nothing while nobody does. */
export function WaitingBadge({ org }: { org: string }) {
  const t = useText();
  const { data } = useQuery(waitingCountQuery(org));
  const count = data ? data.companies + data.joinRequests + data.recoveries : 0;
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-warning-soft px-2 text-meta font-semibold text-warning tabular-nums">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t('console.queue.waiting', { count })}</span>
    </span>
  );
}
