import { command, type Queryable, statement } from '../../../../platform/database/database.ts';

const REPLACE = command(`
  with gone as (delete from recovery_codes where account_id = $1 and code_hash <> all ($2))
  insert into recovery_codes (account_id, code_hash, created_at) select $1, unnest($2::bytea[]), $3`);

/** A new set in place of the one before. */
export async function replaceRecoveryCodes(
  queryable: Queryable,
  accountId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await queryable.query(REPLACE, [accountId, hashes, now]);
}

const USE = statement<{ left: number }>(`
  with used as (
    update recovery_codes set used_at = $3 where account_id = $1 and code_hash = any ($2) and used_at is null
    returning code_hash)
  select (select count(*)::int from recovery_codes r
    where r.account_id = $1 and r.used_at is null and r.code_hash not in (select code_hash from used)) as left
  from used`);

/** Uses a code up; how many are left then, null when it was none that is left. */
export async function consumeRecoveryCode(
  queryable: Queryable,
  accountId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<number | null> {
  const [row] = await queryable.query(USE, [accountId, hashes, now]);
  return row?.left ?? null;
}

const COUNT = statement<{ left: number; made: number }>(`
  select count(*) filter (where used_at is null)::int as left, count(*)::int as made from recovery_codes
  where account_id = $1`);

/** How many are left; null where none were made. */
export async function countRecoveryCodes(queryable: Queryable, accountId: string): Promise<number | null> {
  const [row] = await queryable.query(COUNT, [accountId]);
  return row && row.made > 0 ? row.left : null;
}

const DELETE = command('delete from recovery_codes where account_id = $1');

export async function deleteRecoveryCodes(queryable: Queryable, accountId: string): Promise<void> {
  await queryable.query(DELETE, [accountId]);
}
