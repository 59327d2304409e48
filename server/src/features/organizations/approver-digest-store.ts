import type { Locale } from '@gatehouse/contract/locales';
import { type Queryable, statement } from '../../platform/database/database.ts';

const DUE = statement<{ id: string }>(`
  select o.id from organizations o left join approver_digests d on d.organization_id = o.id
  where o.state = 'active' and (d.told_at is null or d.told_at <= $1) and o.id in (
    select supplier_id from company_approvals where state = 'waiting' and not announced
    union select organization_id from join_requests where state = 'requested' and not announced)
  order by o.id limit $2`);

/** Organizations in which something new waits, and nobody was told of anything since `since`. */
export async function listDueDigests(queryable: Queryable, since: Date, limit: number): Promise<string[]> {
  return (await queryable.query(DUE, [since, limit])).map(({ id }) => id);
}

const CLAIM = statement<{ id: string }>(`
  insert into approver_digests as d (organization_id, told_at) values ($1, $2)
  on conflict (organization_id) do update set told_at = excluded.told_at where d.told_at <= $3
  returning organization_id as id`);

/** True for the one who is to tell now; nobody else until ten minutes later. */
export async function claimDigest(
  tx: Queryable,
  organizationId: string,
  { now, since }: { now: Date; since: Date },
): Promise<boolean> {
  return (await tx.query(CLAIM, [organizationId, now, since])).length === 1;
}

export type NewRequestRow = { kind: 'company' | 'join'; name: string; address: string; companyName: string };

// What is told of is marked in the same statement: whatever is committed later is told of the next time.
const ANNOUNCE = statement<NewRequestRow>(`
  with companies as (
    update company_approvals set announced = true where supplier_id = $1 and state = 'waiting' and not announced
    returning company_id as target, account_id, requested_at),
  joins as (
    update join_requests set announced = true where organization_id = $1 and state = 'requested' and not announced
    returning organization_id as target, account_id, requested_at)
  select n.kind, a.name, o.name as "companyName", coalesce((
      select i.shown from identifiers i where i.account_id = a.id and i.verified_at is not null
      order by i.is_primary desc, i.id limit 1), '') as address
  from (select 'company' as kind, * from companies union all select 'join', * from joins) n
  join accounts a on a.id = n.account_id join organizations o on o.id = n.target
  order by n.requested_at`);

/** Everything new that waits, the oldest first; none of it is new from then on. */
export async function announceRequests(tx: Queryable, organizationId: string): Promise<NewRequestRow[]> {
  return tx.query(ANNOUNCE, [organizationId]);
}

export type ReaderRow = {
  accountId: string;
  address: string;
  /** By what `address` is reached. */
  channel: 'email' | 'sms';
  /** As a mail is addressed; null where there is none, and of a number. */
  name: string | null;
  locale: Locale | null;
};

const REACHED = `
  from memberships m join accounts a on a.id = m.account_id and a.state = 'active'
  join lateral (
    select canonical, kind from identifiers
    where account_id = a.id and kind in ('email', 'phone') and verified_at is not null
    order by kind = 'email' desc, is_primary desc, id limit 1) i on true
  where m.organization_id = $1 and m.state = 'active' and m.roles && $2::text[]`;

const READERS = statement<ReaderRow>(`
  select a.id as "accountId", a.locale, i.canonical as address, case i.kind when 'email' then nullif(a.name, '') end as name,
    case i.kind when 'email' then 'email' else 'sms' end as channel ${REACHED} order by m.id`);

/** Members with one of these roles, each by what reaches them: their mailbox, else their number. */
export async function listReaders(
  queryable: Queryable,
  organizationId: string,
  roles: readonly string[],
): Promise<ReaderRow[]> {
  return queryable.query(READERS, [organizationId, roles]);
}

/** Those of them who can be written to. */
export async function listMailReaders(
  queryable: Queryable,
  organizationId: string,
  roles: readonly string[],
): Promise<ReaderRow[]> {
  return (await listReaders(queryable, organizationId, roles)).filter(({ channel }) => channel === 'email');
}

const COUNT = statement<{ owners: number; administrators: number }>(`
  select count(*) filter (where 'owner' = any(m.roles))::int as owners, count(*)::int as administrators ${REACHED}`);

/** How many are told of what owners alone are told, and administrators as well. */
export async function countReaders(queryable: Queryable, organizationId: string) {
  const [row] = await queryable.query(COUNT, [organizationId, ['owner', 'administrator']]);
  return row ?? { owners: 0, administrators: 0 };
}
