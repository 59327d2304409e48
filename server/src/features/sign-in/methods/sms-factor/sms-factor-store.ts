import { type Queryable, statement } from '../../../../platform/database/database.ts';

const BEGIN = statement<{ accountId: string }>(`
  insert into second_factors (account_id, kind, destination, created_at) values ($1, 'sms', $2, $3)
  on conflict (account_id, kind) do update set destination = excluded.destination, created_at = excluded.created_at
  where second_factors.confirmed_at is null
  returning account_id as "accountId"`);

/** A number that counts once its first code was typed; false where the account has one already. */
export async function insertPendingSms(queryable: Queryable, accountId: string, destination: string, now: Date) {
  return (await queryable.query(BEGIN, [accountId, destination, now])).length === 1;
}

export type SmsFactorRow = { destination: string; confirmedAt: Date | null };

const FIND = statement<SmsFactorRow>(`
  select destination, confirmed_at as "confirmedAt" from second_factors where account_id = $1 and kind = 'sms'`);

export async function findSms(queryable: Queryable, accountId: string): Promise<SmsFactorRow | null> {
  return (await queryable.query(FIND, [accountId]))[0] ?? null;
}

const CONFIRM = statement<{ accountId: string }>(`
  update second_factors s set confirmed_at = $2
  where account_id = $1 and kind = 'sms' and confirmed_at is null and exists (
    select from identifiers i where i.account_id = $1 and i.canonical = s.destination and i.verified_at is not null)
  returning account_id as "accountId"`);

/** False where there is nothing to confirm, or the number has left the account. */
export async function confirmSms(queryable: Queryable, accountId: string, now: Date): Promise<boolean> {
  return (await queryable.query(CONFIRM, [accountId, now])).length === 1;
}

const REMOVE = statement<{ accountId: string }>(`
  delete from second_factors where account_id = $1 and kind = 'sms' and confirmed_at is not null
  returning account_id as "accountId"`);

/** False when there was none. */
export async function deleteSms(queryable: Queryable, accountId: string): Promise<boolean> {
  return (await queryable.query(REMOVE, [accountId])).length === 1;
}

const ALLOWED = statement<{ allowed: boolean }>('select sms_factor_allowed($1) as allowed');

/** Whether every organization of the account takes text messages as a second step. */
export async function isSmsAllowed(queryable: Queryable, accountId: string): Promise<boolean> {
  return (await queryable.query(ALLOWED, [accountId]))[0]?.allowed ?? true;
}

const ROOM = statement<{ proven: string | null }>(`
  select (
    select i.canonical from identifiers i where i.account_id = $1 and i.kind = 'phone' and i.verified_at is not null
    order by i.is_primary desc, i.id limit 1) as proven
  where sms_factor_allowed($1) and exists (select from passwords where account_id = $1)`);

/**
 * The proven number that could be a second step, if there is one; null where text messages cannot be one at all: beside a
 * password alone, and where every organization takes them.
 */
export async function findSmsRoom(queryable: Queryable, accountId: string): Promise<{ proven: string | null } | null> {
  return (await queryable.query(ROOM, [accountId]))[0] ?? null;
}
