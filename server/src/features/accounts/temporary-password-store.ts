import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewTemporaryPassword = {
  readonly accountId: string;
  readonly hash: string;
  readonly organizationId: string;
  readonly begunBy: string;
  readonly expiresAt: Date;
};

const PUT = command(`
  insert into temporary_passwords (account_id, hash, organization_id, begun_by, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (account_id) do update set hash = excluded.hash, organization_id = excluded.organization_id,
    begun_by = excluded.begun_by, created_at = excluded.created_at, expires_at = excluded.expires_at, used_at = null`);

/** In place of the one before. */
export async function putTemporaryPassword(
  queryable: Queryable,
  given: NewTemporaryPassword,
  now: Date,
): Promise<void> {
  const { accountId, hash, organizationId, begunBy, expiresAt } = given;
  await queryable.query(PUT, [accountId, hash, organizationId, begunBy, now, expiresAt]);
}

const USE = statement<{ id: string }>(`
  update temporary_passwords set used_at = $2 where account_id = $1 and used_at is null and expires_at > $2 and hash = $3
  returning account_id as id`);

/** True for the one sign-in that finds the very one whose hash was looked at unused and in time. */
export async function takeTemporaryPassword(
  queryable: Queryable,
  accountId: string,
  hash: string,
  now: Date,
): Promise<boolean> {
  return (await queryable.query(USE, [accountId, now, hash])).length === 1;
}

const TAKE = command(`
  with gone as (delete from passwords where account_id = $1),
  temporary_gone as (delete from temporary_passwords where account_id = $1),
  flows_gone as (
    update flows set expires_at = $2 where account_id = $1 and completed_at is null and expires_at > $2)
  update password_links set dead_at = $2 where account_id = $1 and used_at is null and dead_at is null`);

/** The password goes, and so does what was half done with it: ways in, links, and a temporary one. */
export async function takePassword(queryable: Queryable, accountId: string, now: Date): Promise<void> {
  await queryable.query(TAKE, [accountId, now]);
}

const DUE = command(`
  update accounts set password_due_at = $2, password_due_by = $3, updated_at = $2 where id = $1`);

/** From now on the next sign-in asks for a new password first. */
export async function requirePassword(
  queryable: Queryable,
  accountId: string,
  by: 'administrator' | 'temporary',
  now: Date,
): Promise<void> {
  await queryable.query(DUE, [accountId, now, by]);
}
