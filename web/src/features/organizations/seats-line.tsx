import type { Seats } from '@gatehouse/contract/seats';
import { useText } from '../../lib/i18n.tsx';

/** What of a limit of members is taken, in one sentence or two. */
export function SeatsLine({ seats: { limit, members, invitations } }: { seats: Seats }) {
  const t = useText();
  const taken = limit === null ? t('closing.limit.none', { members }) : t('closing.limit.taken', { members, limit });
  return <p>{invitations > 0 ? `${taken} ${t('closing.limit.invited', { invitations })}` : taken}</p>;
}
