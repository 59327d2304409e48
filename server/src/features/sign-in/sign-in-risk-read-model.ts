import { type Queryable, statement } from '../../platform/database/database.ts';

/** `addresses`: from which it was signed in to lately. */
export type SignInHistory = { isKnownNetwork: boolean | null; addresses: string[]; recentFailures: number };

// What one subscriber has: a /24 of IPv4 addresses, a /48 of IPv6.
const NETWORK = (address: string) =>
  `network(set_masklen(${address}, case family(${address}) when 4 then 24 else 48 end))`;

// Of failures only those since the last sign-in: whatever came before it was the person's own.
const HISTORY = statement<SignInHistory>(`
  select (select bool_or(${NETWORK('address_of(s.ip)')} = ${NETWORK('address_of($3::text)')}) from (
      select ip from sessions where account_id = $1 and signed_in_at < $2 order by id desc limit 500) s) as "isKnownNetwork",
    array(select distinct ip from (
      select ip from sessions where account_id = $1 and signed_in_at < $2 order by id desc limit 100) l) as addresses,
    (select count(*)::int from sign_in_events e
      where e.account_id = $1 and e.result = 'failure' and e.at > $2::timestamptz - interval '1 hour' and e.at <= $2
        and e.at > coalesce((select max(signed_in_at) from sessions where account_id = $1 and signed_in_at < $2),
          '-infinity')) as "recentFailures"`);

/** What is known of an account from before now: whether somebody came from this network, and how often it failed in the last hour. */
export async function findSignInHistory(
  queryable: Queryable,
  accountId: string,
  ip: string,
  now: Date,
): Promise<SignInHistory> {
  const [row] = await queryable.query(HISTORY, [accountId, now, ip]);
  return row ?? { isKnownNetwork: null, addresses: [], recentFailures: 0 };
}
