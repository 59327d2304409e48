import { anyOf, command, type Queryable, statement } from '../../platform/database/database.ts';
import { GUESSES } from './domain/guess-rule.ts';

const WINDOW = `interval '${GUESSES.windowMinutes} minutes'`;
const HEALED = `interval '${GUESSES.healsAfterHours} hours'`;

// Rows are taken in one order everywhere, so that no two guesses wait for each other.
const RESERVE = statement<{ key: string }>(`
  insert into guess_budgets as g (key, tries, tries_until, changed_at)
  select k, 1, $2::timestamptz + ${WINDOW}, $2 from unnest($1::text[]) k order by k
  on conflict (key) do update set
    tries = case when g.tries_until > $2 then g.tries + 1 else 1 end,
    tries_until = case when g.tries_until > $2 then g.tries_until else excluded.tries_until end
  where not (g.tries_until > $2 and g.tries >= ${GUESSES.perWindow})
    and not (g.key = any($3::text[]) and g.locked_until is not null and g.locked_until > $2)
  returning g.key`);

/** Takes one try of each row, before anything is looked at; answers the rows that had one. */
export async function reserveGuess(
  queryable: Queryable,
  keys: readonly string[],
  locking: readonly string[],
  now: Date,
): Promise<string[]> {
  return (await queryable.query(RESERVE, [keys, now, locking])).map(({ key }) => key);
}

const GIVE_BACK = command(`
  with mine as (select key from guess_budgets where key = ${anyOf('$1::text[]')} order by key for update)
  update guess_budgets g set tries = greatest(g.tries - 1, 0) from mine where g.key = mine.key`);

/** A try that was right, or was never looked at. */
export async function giveGuessBack(queryable: Queryable, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await queryable.query(GIVE_BACK, [keys]);
}

/** `wrong`: in a row; begun anew by a lock. */
export type WrongState = { key: string; wrong: number; lockedUntil: Date | null; justLocked: boolean };

// A lock that runs takes no further wrong ones: those were begun before it.
const WRONG = statement<WrongState>(`
  insert into guess_budgets as g (key, tries_until, wrong, allowed, changed_at)
  select k, $2::timestamptz, 1, n, $2 from unnest($1::text[], $3::int[]) w (k, n) order by k
  on conflict (key) do update set
    (wrong, locks, locked_until, locked_by, changed_at) = (
      select
        case when runs then g.wrong when before + 1 >= excluded.allowed then 0 else before + 1 end,
        case when runs then g.locks when before + 1 >= excluded.allowed then locked_before + 1 else locked_before end,
        case when runs then g.locked_until when before + 1 >= excluded.allowed then $2::timestamptz
          + least(interval '${GUESSES.firstLockMinutes} minutes' * power(2, least(locked_before, 20)),
              interval '${GUESSES.longestLockMinutes} minutes') end,
        case when runs then g.locked_by when before + 1 >= excluded.allowed then $4::text end,
        $2::timestamptz
      from (select coalesce(g.locked_until > $2, false) as runs,
        case when healed then 0 else g.wrong end as before, case when healed then 0 else g.locks end as locked_before
        from (select greatest(g.changed_at, coalesce(g.locked_until, g.changed_at)) < $2::timestamptz - ${HEALED}
          as healed) h) b)
  returning g.key, g.wrong, g.locked_until as "lockedUntil", coalesce(g.locked_by = $4, false) as "justLocked"`);

/** `allowed`: how many wrong ones in a row lock each row. `by`: an id of this try. */
export async function countWrongGuess(
  queryable: Queryable,
  rows: readonly { readonly key: string; readonly allowed: number }[],
  by: string,
  now: Date,
): Promise<WrongState[]> {
  const keys = rows.map(({ key }) => key);
  return queryable.query(WRONG, [keys, now, rows.map(({ allowed }) => allowed), by]);
}

const UNLOCK = command(`
  with mine as (select key from guess_budgets where key = ${anyOf('$1::text[]')} order by key for update)
  update guess_budgets g set wrong = 0, locked_until = null from mine where g.key = mine.key`);

/** Ends locks; what they would come to next time, and the tries of the window, stay. */
export async function unlockGuesses(queryable: Queryable, keys: readonly string[]): Promise<void> {
  await queryable.query(UNLOCK, [keys]);
}

const SIGNED_IN = command(`
  with mine as (
    select key from guess_budgets
    where key = ${anyOf('$1::text[]')} and (wrong > 0 or locks > 0) and coalesce(locked_until <= $2, true) order by key for update)
  update guess_budgets g set wrong = 0, locks = 0 from mine where g.key = mine.key`);

/** The person came in: what was wrong before counts no more. A lock that runs is against somebody else, and stays. */
export async function forgiveGuesses(queryable: Queryable, keys: readonly string[], now: Date): Promise<void> {
  await queryable.query(SIGNED_IN, [keys, now]);
}

const FORGET = command(`
  delete from guess_budgets where key = ${anyOf('$1::text[]')} or (key > 'device:' || $2 || ':' and key < 'device:' || $2 || ';')
    or (key > 'second-device:' || $2 || ':' and key < 'second-device:' || $2 || ';')`);

/** As if nobody had tried, from no browser: somebody who answers for the person says so. */
export async function forgetGuesses(queryable: Queryable, keys: readonly string[], accountId: string): Promise<void> {
  await queryable.query(FORGET, [keys, accountId]);
}

const HELD = statement<{ key: string; until: Date }>(`
  select key, greatest(case when locked_until > $2 then locked_until end,
      case when tries_until > $2 and tries >= ${GUESSES.perWindow} then tries_until end) as until
  from guess_budgets
  where key = ${anyOf('$1::text[]')} and (locked_until > $2 or (tries_until > $2 and tries >= ${GUESSES.perWindow}))`);

/** Which of the rows take no try now, and until when. */
export async function findHeld(
  queryable: Queryable,
  keys: readonly string[],
  now: Date,
): Promise<{ key: string; until: Date }[]> {
  return queryable.query(HELD, [keys, now]);
}
