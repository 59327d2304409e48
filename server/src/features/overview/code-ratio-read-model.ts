import { after, type Clock, DAY, HOUR } from '../../kernel/clock.ts';
import { smsCountry } from '../../kernel/phone-number.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { type CodeCount, TYPING } from './domain/code-ratio.ts';

type RangeRow = {
  organizationId: string | null;
  sample: string;
  since: Date | null;
  hourSent: number;
  hourVerified: number;
  daySent: number;
  dayVerified: number;
};

// By ranges of seven digits, which lie in one country. Only what has left the house has cost something. $1: a day ago,
// $2: an hour ago, $3: the youngest, $4: one organization, or null.
const COUNT = statement<RangeRow>(`
  select m.organization_id as "organizationId", min(c.destination) as sample,
    min(c.created_at) filter (where c.consumed_at is null) as since,
    count(*) filter (where c.created_at > $2)::int as "hourSent",
    count(c.consumed_at) filter (where c.created_at > $2)::int as "hourVerified",
    count(*)::int as "daySent", count(c.consumed_at)::int as "dayVerified"
  from one_time_codes c join messages m on m.id = c.message_id
  where c.channel = 'sms' and c.created_at > $1 and c.created_at <= $3 and m.state in ('sent', 'delivered', 'bounced')
    and ($4::text is null or m.organization_id = $4)
  group by 1, left(c.destination, 8)`);

/** Codes by text message of the last day, of one organization or (null) of all. */
export async function countCodes(
  { database, clock }: { readonly database: Queryable; readonly clock: Clock },
  organizationId: string | null,
): Promise<CodeCount[]> {
  const now = clock.now();
  const rows = await database.query(COUNT, [after(now, -DAY), after(now, -HOUR), after(now, -TYPING), organizationId]);
  return rows.flatMap(({ organizationId, sample, since, ...row }) => {
    const country = smsCountry(sample);
    if (country === null) return []; // none leaves for such a number
    const hour = { sent: row.hourSent, verified: row.hourVerified };
    return [{ organizationId, country, since, hour, day: { sent: row.daySent, verified: row.dayVerified } }];
  });
}
