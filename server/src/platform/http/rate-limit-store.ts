import { command, type Queryable, statement } from '../database/database.ts';

export type Used = { readonly points: number; readonly millisecondsLeft: number };

const CONSUME = statement<Used>(`
  insert into rate_limits as r (key, points, expire) values ($1, 1, $2::bigint + $3::bigint)
  on conflict (key) do update set
    points = case when r.expire > $2 then r.points + 1 else 1 end,
    expire = case when r.expire > $2 then r.expire else excluded.expire end
  returning points, (expire - $2)::float8 as "millisecondsLeft"`);

/** Uses one point of a key up; answers all that are used since the first one, which counts for `milliseconds`. */
export async function consumePoint(
  queryable: Queryable,
  key: string,
  milliseconds: number,
  now: number,
): Promise<Used> {
  const [used] = await queryable.query(CONSUME, [key, now, milliseconds]);
  if (!used) throw new Error('an upsert answers its row');
  return used;
}

const RETURN = command('update rate_limits set points = points - 1 where key = $1 and points > 0');

/** Takes one use of a key back; the time for which the others count stays. */
export async function returnPoint(queryable: Queryable, key: string): Promise<void> {
  await queryable.query(RETURN, [key]);
}

const READ = statement<Used>(`
  select points, (expire - $2::bigint)::float8 as "millisecondsLeft" from rate_limits where key = $1 and expire > $2`);

/** What is used of a key; null where nothing is, or where it counts no more. */
export async function readPoints(queryable: Queryable, key: string, now: number): Promise<Used | null> {
  const [used] = await queryable.query(READ, [key, now]);
  return used ?? null;
}

const FORGET = command('delete from rate_limits where key = $1');

export async function forgetPoints(queryable: Queryable, key: string): Promise<void> {
  await queryable.query(FORGET, [key]);
}
