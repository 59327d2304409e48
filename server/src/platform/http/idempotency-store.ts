import { command, type Queryable, statement } from '../database/database.ts';

export type Claim = { mine: boolean; hash: Buffer; status: number | null; body: unknown };

/** Takes a key that is new, older than a day, or left unanswered for a minute; else answers what is there. */
const CLAIM = statement<Claim>(`
  with claimed as (
    insert into idempotency_keys as k (account_id, key, request_hash, created_at) values ($1, $2, $3, $4)
    on conflict (account_id, key) do update
      set request_hash = excluded.request_hash, status = null, body = null, created_at = excluded.created_at
      where k.created_at < $5 or (k.status is null and k.created_at < $4::timestamptz - interval '1 minute')
    returning request_hash as hash, status, body)
  select true as mine, hash, status, body from claimed
  union all
  select false, request_hash, status, body from idempotency_keys
  where account_id = $1 and key = $2 and not exists (select from claimed)`);

const KEEP = command('update idempotency_keys set status = $3, body = $4 where account_id = $1 and key = $2');
const FORGET = command('delete from idempotency_keys where account_id = $1 and key = $2 and status is null');

/** Null when another request took the key at this very moment: seen only by `mine` being false on the next read. */
export async function claimKey(
  database: Queryable,
  claim: { accountId: string; key: string; hash: Buffer; now: Date; oldest: Date },
): Promise<Claim> {
  const rows = await database.query(CLAIM, [claim.accountId, claim.key, claim.hash, claim.now, claim.oldest]);
  return rows[0] ?? { mine: false, hash: claim.hash, status: null, body: null };
}

export async function keepAnswer(
  database: Queryable,
  answer: { accountId: string; key: string; status: number; body: unknown },
): Promise<void> {
  await database.query(KEEP, [answer.accountId, answer.key, answer.status, JSON.stringify(answer.body ?? null)]);
}

export async function forgetKey(database: Queryable, accountId: string, key: string): Promise<void> {
  await database.query(FORGET, [accountId, key]);
}
