import { after, DAY } from '../../kernel/clock.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type NoticeAddress = { canonical: string; kind: 'email' | 'phone' };

/** A mailbox that is younger speaks for nobody alone: whoever got in could have brought it. */
const SETTLED = 7 * DAY;

// The oldest first: what was planted pushes nobody out. At most five of each kind.
const CHANNELS = statement<NoticeAddress>(`
  select canonical, kind from (
    select i.canonical, i.kind, row_number() over (partition by i.kind order by i.verified_at, i.id) as place
    from identifiers i
    where i.account_id = $1 and i.verified_at is not null and (i.kind = 'email' or i.kind = 'phone' and not exists (
      select from identifiers m where m.account_id = $1 and m.kind = 'email' and m.verified_at is not null
        and (m.verified_at <= i.verified_at or m.verified_at <= $2)))) c
  where place <= 5 order by kind, place`);

/**
 * Where the owner of an account is told what they must know: every proven mailbox; and every proven number, where there is no
 * mailbox, or none but some that came after it within the last seven days.
 */
export async function listNoticeAddresses(
  queryable: Queryable,
  accountId: string,
  now: Date,
): Promise<NoticeAddress[]> {
  return queryable.query(CHANNELS, [accountId, after(now, -SETTLED)]);
}
