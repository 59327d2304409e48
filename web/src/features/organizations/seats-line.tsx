import type { Seats } from '@gatehouse/contract/seats';
import { useText } from '../../lib/i18n.tsx';

/** What of a limit of members is taken, in a line or two. */
export function SeatsLine({ seats: { limit, members, invitations } }: { seats: Seats }) {
  const t = useText();
  const taken = limit === null ? t('console.seats.none', { members }) : t('console.seats.taken', { members, limit });
  return (
    <div>
      <p>{taken}</p>
      {invitations > 0 ? <p>{t('console.seats.invited', { invitations })}</p> : null}
    </div>
  );
}
