import type { Role } from '@gatehouse/contract/roles';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import { bindsSql } from '../organizations/index.ts';

type Home = { id: string; name: string; productName: string; slug: string; roles: Role[]; waitHours: number | null };

const HOME = statement<Home>(`
  select o.id, o.name, o.product_name as "productName", o.slug, m.roles, (o.policies->>'recoveryHours')::int as "waitHours"
  from memberships m join organizations o on o.id = m.organization_id and ${bindsSql('o')}
  where m.account_id = $1 and m.state = 'active' order by m.id limit 1`);

/**
 * The organization that decides about somebody: the one that they have been in the longest; null for none. While it is suspended,
 * nobody of another decides in its place about an account that it will trust again: whoever runs the installation does.
 */
export async function findHomeOrganization(queryable: Queryable, accountId: string) {
  return (await queryable.query(HOME, [accountId]))[0] ?? null;
}

export type NewRecovery = {
  readonly accountId: string;
  readonly organizationId: string;
  readonly note: string;
  readonly provenBy: readonly string[];
  readonly ip: string;
  readonly userAgent: string;
  readonly readyAt: Date;
  readonly expiresAt: Date;
  readonly stopHash: Buffer;
};

const EXPIRE = command(`
  update recovery_requests set state = 'expired', ended_at = $2
  where account_id = $1 and state in ('waiting', 'approved') and expires_at <= $2`);

const INSERT = statement<{ id: string }>(`
  insert into recovery_requests (id, account_id, organization_id, note, proven_by, ip, user_agent, asked_at, ready_at,
    expires_at, stop_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  on conflict (account_id) where state in ('waiting', 'approved') do nothing returning id`);

/** One open request per account: null where there is one already. */
export async function insertRecovery(tx: Transaction, request: NewRecovery, now: Date): Promise<string | null> {
  const { accountId, organizationId, note, provenBy, ip, userAgent, readyAt, expiresAt, stopHash } = request;
  await tx.query(EXPIRE, [accountId, now]);
  const id = newId('rec', now);
  const values = [id, accountId, organizationId, note, provenBy, ip, userAgent, now, readyAt, expiresAt, stopHash];
  return (await tx.query(INSERT, values)).length === 1 ? id : null;
}

export type DecidableRecovery = { id: string; accountId: string; roles: Role[]; byRoles: Role[] };

const DECIDABLE = statement<DecidableRecovery>(`
  select r.id, r.account_id as "accountId",
    coalesce((select roles from memberships where organization_id = $1 and account_id = r.account_id and state = 'active'), '{}') as roles,
    coalesce((select roles from memberships where organization_id = $1 and account_id = $3 and state = 'active'), '{}') as "byRoles"
  from recovery_requests r where r.organization_id = $1 and r.id = $2`);

/** A request of this organization, with the rights of both sides as they are now. */
export async function findDecidable(
  queryable: Queryable,
  organizationId: string,
  of: { readonly id: string; readonly by: string },
): Promise<DecidableRecovery | null> {
  return (await queryable.query(DECIDABLE, [organizationId, of.id, of.by]))[0] ?? null;
}

const FIND = statement<{ accountId: string; organizationId: string }>(`
  select account_id as "accountId", organization_id as "organizationId" from recovery_requests where id = $1`);

/** A request by its id, of whatever organization. */
export async function findRecovery(queryable: Queryable, id: string) {
  return (await queryable.query(FIND, [id]))[0] ?? null;
}

const DECIDE = statement<{ readyAt: Date }>(`
  update recovery_requests set state = $2, decided_at = $3, decided_by = $4, reason = $5,
    ended_at = case when $2 = 'rejected' then $3::timestamptz end
  where id = $1 and state = 'waiting' and expires_at > $3 returning ready_at as "readyAt"`);

/** Of several decisions one counts: null for the others. */
export async function decideRecovery(
  tx: Transaction,
  id: string,
  decision: { readonly state: 'approved' | 'rejected'; readonly by: string | null; readonly reason: string },
  now: Date,
): Promise<{ readyAt: Date } | null> {
  return (await tx.query(DECIDE, [id, decision.state, now, decision.by, decision.reason]))[0] ?? null;
}

const FINISH = statement<{ id: string; organizationId: string }>(`
  update recovery_requests set state = 'done', ended_at = $2
  where account_id = $1 and state = 'approved' and ready_at <= $2 and expires_at > $2
  returning id, organization_id as "organizationId"`);

/** Uses an approved request up once its waiting time is over; null where there is none. */
export async function finishRecovery(tx: Transaction, accountId: string, now: Date) {
  return (await tx.query(FINISH, [accountId, now]))[0] ?? null;
}

const STOPPABLE = statement<{ accountId: string; organizationId: string; askedAt: Date }>(`
  select account_id as "accountId", organization_id as "organizationId", asked_at as "askedAt" from recovery_requests
  where stop_hash = any($1) and state in ('waiting', 'approved') and expires_at > $2`);

export async function findStoppable(queryable: Queryable, stopHashes: readonly Buffer[], now: Date) {
  return (await queryable.query(STOPPABLE, [stopHashes, now]))[0] ?? null;
}

const STOP = statement<{ id: string; organizationId: string }>(`
  update recovery_requests set state = 'stopped', ended_at = $2
  where account_id = $1 and state in ('waiting', 'approved')
  returning id, organization_id as "organizationId"`);

/** Ends the open request of an account; null where there was none. */
export async function stopRecovery(tx: Transaction, accountId: string, now: Date) {
  return (await tx.query(STOP, [accountId, now]))[0] ?? null;
}

const FACTORS = ['second_factors', 'recovery_codes', 'passkeys'].map((table) =>
  command(`delete from ${table} where account_id = $1`),
);

/** Takes every second step away, passkeys and recovery codes with the rest. */
export async function deleteEveryFactor(tx: Transaction, accountId: string): Promise<void> {
  for (const table of FACTORS) await tx.query(table, [accountId]);
}
