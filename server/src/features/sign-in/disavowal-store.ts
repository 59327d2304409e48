import { anyOf, command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';

export type Disavowal = {
  accountId: string;
  kind: string;
  since: Date;
  /** The address that the link went to; null in links of before. */
  toldTo: string | null;
};

const INSERT = command(`
  insert into disavowals (token_hash, account_id, kind, since, expires_at, told_to) values ($1, $2, $3, $4, $5, $6)`);

export async function insertDisavowal(
  queryable: Queryable,
  disavowal: Disavowal & { readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  const { tokenHash, accountId, kind, since, expiresAt, toldTo } = disavowal;
  await queryable.query(INSERT, [tokenHash, accountId, kind, since, expiresAt, toldTo]);
}

const FIND = statement<Disavowal>(`
  select account_id as "accountId", kind, since, told_to as "toldTo" from disavowals
  where token_hash = ${anyOf('$1::bytea[]')} and used_at is null and expires_at > $2`);

/** What a link is good for; null where it is none, was used, or its time is over. */
export async function findDisavowal(
  queryable: Queryable,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<Disavowal | null> {
  return (await queryable.query(FIND, [tokenHashes, now]))[0] ?? null;
}

const CONSUME = statement<Disavowal>(`
  update disavowals set used_at = $2 where token_hash = ${anyOf('$1::bytea[]')} and used_at is null and expires_at > $2
  returning account_id as "accountId", kind, since, told_to as "toldTo"`);

/** Uses the link up: for one caller only, however many come at once. */
export async function consumeDisavowal(
  tx: Transaction,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<Disavowal | null> {
  return (await tx.query(CONSUME, [tokenHashes, now]))[0] ?? null;
}

// Everything that somebody may have planted, and the password, which they know. One statement: nobody signs in between.
const SECURE = statement<{ passkeys: number; factors: number; addresses: number; password: number }>(`
  with passkeys_gone as (
    delete from passkeys where account_id = $1 and created_at >= $2 returning 1),
  factors_gone as (
    delete from second_factors where account_id = $1 and (created_at >= $2 or confirmed_at >= $2) returning 1),
  codes_gone as (
    delete from recovery_codes where account_id = $1 and created_at >= $2 returning 1),
  addresses_gone as (
    delete from identifiers i where i.account_id = $1 and i.verified_at >= $4 and exists (
      select from identifiers o where o.account_id = $1 and o.verified_at < $4) returning 1),
  password_gone as (
    delete from passwords where account_id = $1 returning 1),
  temporary_gone as (
    delete from temporary_passwords where account_id = $1 returning 1),
  paper_over as (
    update password_links set dead_at = $3
    where account_id = $1 and printed and used_at is null and dead_at is null returning 1),
  questions_gone as (
    delete from webauthn_challenges where account_id = $1 returning 1),
  flows_over as (
    update flows set expires_at = $3 where account_id = $1 and completed_at is null and expires_at > $3 returning id),
  codes_over as (
    update one_time_codes set superseded_at = $3
    where flow_id in (select id from flows_over) and consumed_at is null and superseded_at is null returning 1)
  select (select count(*)::int from passkeys_gone) as passkeys, (select count(*)::int from factors_gone) as factors,
    (select count(*)::int from addresses_gone) as addresses, (select count(*)::int from password_gone) as password`);

/**
 * Takes the password away, every passkey, factor and recovery code since `doubted`, and every address since `since`, as long as
 * an earlier address is left; what was begun comes to nothing.
 */
export async function takePlanted(
  tx: Transaction,
  accountId: string,
  { since, doubted }: { readonly since: Date; readonly doubted: Date },
  now: Date,
) {
  const [taken] = await tx.query(SECURE, [accountId, doubted, now, since]);
  return taken ?? { passkeys: 0, factors: 0, addresses: 0, password: 0 };
}
