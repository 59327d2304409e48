import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import type { LifeRow } from './domain/organization-life.ts';

export type StandingRow = LifeRow & { id: string; slug: string; name: string; isFirst: boolean; decides: boolean };

const LOCK = command('select from organizations where id = $1 for no key update');

/** Others that change its life, or a place in it, wait until the transaction ends. */
export async function lockOrganization(tx: Transaction, id: string): Promise<void> {
  await tx.query(LOCK, [id]);
}

const STANDING = statement<StandingRow>(`
  select o.id, o.slug, o.name, o.state, o.suspended_at as "suspendedAt", o.deletion_due_at as "deletionDueAt",
    o.id = (select id from organizations where state <> 'deleted' order by id limit 1)
      and exists (select from organizations d where d.id <> o.id and d.state not in ('deleted', 'rejected')) as "isFirst",
    exists (select from company_approvals a where a.supplier_id = o.id and a.state = 'waiting') as decides
  from organizations o where o.id = $1`);

/** `isFirst`: it runs this installation, and others depend on it. `decides`: companies wait for its decision. */
export async function findStanding(queryable: Queryable, id: string): Promise<StandingRow | null> {
  return (await queryable.query(STANDING, [id]))[0] ?? null;
}

/** Who does it, of which organization; nulls: whoever runs this installation. */
export type By = { readonly accountId: string | null; readonly organizationId: string | null };

const SUSPEND = statement<{ id: string }>(`
  update organizations set state = 'suspended', suspended_at = $2, suspended_by = $3, suspended_by_organization = $4,
    suspend_reason = $5
  where id = $1 and state = 'active' returning id`);

/** False when it does not work now. */
export async function suspend(tx: Transaction, id: string, by: By, reason: string, now: Date): Promise<boolean> {
  return (await tx.query(SUSPEND, [id, now, by.accountId, by.organizationId, reason])).length === 1;
}

const RESUME = statement<{ id: string }>(`
  update organizations set state = 'active', suspended_at = null, suspended_by = null, suspended_by_organization = null,
    suspend_reason = null
  where id = $1 and state = 'suspended' and deletion_due_at is null returning id`);

/** False when it is not suspended, or about to be deleted. */
export async function resume(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query(RESUME, [id])).length === 1;
}

// Whoever is not of the organization suspends it as well: it stays so, should its owners keep it.
const ASK = statement<{ id: string }>(`
  update organizations set state = 'suspended', deletion_asked_at = $2, deletion_due_at = $3, deletion_asked_by = $4,
    deletion_asked_by_organization = $5, deletion_reason = $6,
    suspended_at = case when $7 then coalesce(suspended_at, $2) else suspended_at end,
    suspended_by = case when $7 and suspended_at is null then $4 else suspended_by end,
    suspended_by_organization = case when $7 and suspended_at is null then $5 else suspended_by_organization end,
    suspend_reason = case when $7 and suspended_at is null then $6 else suspend_reason end
  where id = $1 and state in ('active', 'suspended') and deletion_due_at is null returning id`);

/** False when it is about to be deleted already, or neither works nor is suspended. */
export async function askDeletion(
  tx: Transaction,
  id: string,
  by: By,
  asked: { readonly reason: string; readonly dueAt: Date; readonly fromOutside: boolean },
  now: Date,
): Promise<boolean> {
  const { reason, dueAt, fromOutside } = asked;
  return (await tx.query(ASK, [id, now, dueAt, by.accountId, by.organizationId, reason, fromOutside])).length === 1;
}

const KEEP = statement<{ id: string }>(`
  update organizations set state = case when suspended_at is null then 'active' else 'suspended' end,
    deletion_asked_at = null, deletion_due_at = null, deletion_asked_by = null, deletion_asked_by_organization = null,
    deletion_reason = null
  where id = $1 and state = 'suspended' and deletion_due_at > $2 returning id`);

/** False when no deletion waits, or its time has come. */
export async function keep(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return (await tx.query(KEEP, [id, now])).length === 1;
}

const ASKED_BY = statement<{ askedBy: string | null }>(
  'select deletion_asked_by_organization as "askedBy" from organizations where id = $1',
);

/** The organization of whoever asked for the deletion that waits; null: the installation. */
export async function findAsker(queryable: Queryable, id: string): Promise<string | null> {
  return (await queryable.query(ASKED_BY, [id]))[0]?.askedBy ?? null;
}

const OWNS = statement<{ id: string }>(`
  select id from memberships where organization_id = $1 and account_id = $2 and state = 'active' and 'owner' = any(roles)`);

/** Whether the account owns the organization, however it stands. */
export async function isOwner(queryable: Queryable, id: string, accountId: string): Promise<boolean> {
  return (await queryable.query(OWNS, [id, accountId])).length === 1;
}

const HOSTED = statement<{ id: string }>(`
  select c.company_id as id from customer_companies c where c.company_id = $1 and c.supplier_id = (
    select f.supplier_id from customer_companies f where f.company_id = $1 order by f.created_at, f.supplier_id limit 1)
    and c.supplier_id = $2`);

/** Whether a company came in by this organization first: of several that know it, that one may close it. */
export async function isHostOf(queryable: Queryable, companyId: string, supplierId: string): Promise<boolean> {
  return (await queryable.query(HOSTED, [companyId, supplierId])).length === 1;
}

const DUE_AT = statement<{ dueAt: Date | null }>('select deletion_due_at as "dueAt" from organizations where id = $1');

/** When it is to be deleted; null: not at all. */
export async function findDueAt(queryable: Queryable, id: string): Promise<Date | null> {
  return (await queryable.query(DUE_AT, [id]))[0]?.dueAt ?? null;
}
