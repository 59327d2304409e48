import { type Queryable, statement } from '../../../../platform/database/database.ts';

const BEGIN = statement<{ accountId: string }>(`
  insert into second_factors (account_id, kind, secret, created_at) values ($1, 'totp', $2, $3)
  on conflict (account_id, kind) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
  where second_factors.confirmed_at is null
  returning account_id as "accountId"`);

/** A secret that counts once its first code was typed; false where the account has an app already. */
export async function insertPendingTotp(queryable: Queryable, accountId: string, secret: Buffer, now: Date) {
  return (await queryable.query(BEGIN, [accountId, secret, now])).length === 1;
}

export type TotpRow = { secret: Buffer; confirmedAt: Date | null };

const FIND = statement<TotpRow>(`
  select secret, confirmed_at as "confirmedAt" from second_factors where account_id = $1 and kind = 'totp'`);

export async function findTotp(queryable: Queryable, accountId: string): Promise<TotpRow | null> {
  const [row] = await queryable.query(FIND, [accountId]);
  return row ?? null;
}

const USE = statement<{ accountId: string }>(`
  update second_factors set last_step = $2, confirmed_at = coalesce(confirmed_at, $3)
  where account_id = $1 and kind = 'totp' and last_step < $2 and (confirmed_at is not null) = $4
  returning account_id as "accountId"`);

/**
 * Uses the code of a step up; false when it, or a later one, was used before. The first code of a new app confirms it.
 * `confirmed`: whether the app is expected to be in use already.
 */
export async function consumeTotpStep(
  queryable: Queryable,
  use: { readonly accountId: string; readonly step: number; readonly confirmed: boolean },
  now: Date,
): Promise<boolean> {
  return (await queryable.query(USE, [use.accountId, use.step, now, use.confirmed])).length === 1;
}

const REMOVE = statement<{ accountId: string }>(`
  delete from second_factors where account_id = $1 and kind = 'totp' and confirmed_at is not null
  returning account_id as "accountId"`);

/** False when there was none. */
export async function deleteTotp(queryable: Queryable, accountId: string): Promise<boolean> {
  return (await queryable.query(REMOVE, [accountId])).length === 1;
}
