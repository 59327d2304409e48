import { command, type Queryable, statement } from '../database/database.ts';

/** One point of one key; `seconds` is how long the first point of a key counts. */
export type Use = { readonly key: string; readonly points: number; readonly seconds: number };

export type Used = { readonly key: string; readonly points: number; readonly millisecondsLeft: number };

// In the order given. A key after one that is used up stays as it is: whoever is refused already cannot use up the
// tries of others.
const CONSUME = statement<Used>(`
  with use as (
    select * from unnest($1::text[], $2::int[], $3::bigint[]) with ordinality u (key, points, milliseconds, place))
  insert into rate_limits as r (key, points, expire)
  select use.key, 1, $4::bigint + use.milliseconds from use
  where not exists (
    select from use earlier join rate_limits full_one on full_one.key = earlier.key
    where earlier.place < use.place and full_one.points >= earlier.points and full_one.expire > $4)
  order by use.place
  on conflict (key) do update set
    points = case when r.expire > $4 then r.points + 1 else 1 end,
    expire = case when r.expire > $4 then r.expire else excluded.expire end
  returning key, points, (expire - $4)::float8 as "millisecondsLeft"`);

/** Uses points up, in one statement; answers the keys that were reached, in no order. `now`: milliseconds since 1970. */
export function consumePoints(queryable: Queryable, uses: readonly Use[], now: number): Promise<Used[]> {
  const milliseconds = uses.map((use) => use.seconds * 1000);
  return queryable.query(CONSUME, [uses.map((use) => use.key), uses.map((use) => use.points), milliseconds, now]);
}

const FORGET = command('delete from rate_limits where key = $1');

export async function forgetPoints(queryable: Queryable, key: string): Promise<void> {
  await queryable.query(FORGET, [key]);
}

const SWEEP = command('delete from rate_limits where expire <= $1');

/** Forgets what counts no more: for room only, nothing is decided by it. */
export async function sweepPoints(queryable: Queryable, now: number): Promise<void> {
  await queryable.query(SWEEP, [now]);
}
