import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import type { Seats } from './domain/seats.ts';

// After the row of an invitation, and before that of a membership, whoever takes both.
const LOCK = statement<{ limit: number }>(`
  select member_limit as "limit" from organizations where id = $1 and member_limit is not null for no key update`);

/**
 * The limit of an organization; null where it has none. Where it has one, others that count, invite or come in wait until
 * the transaction ends.
 */
export async function lockLimit(tx: Transaction, organizationId: string): Promise<number | null> {
  return (await tx.query(LOCK, [organizationId]))[0]?.limit ?? null;
}

// Counted as they come and go (`count_members`): a hundred thousand are not gone through whenever somebody comes.
const membersOf = (organization: string) =>
  `coalesce((select counted.members from member_counts counted where counted.organization_id = ${organization}), 0)`;

/** Whether organization `o`, which has a limit, has reached it. Twin of `isFull`. */
export function fullSql(o: string): string {
  return `(${membersOf(`${o}.id`)} >= ${o}.member_limit)`;
}

const TAKEN = statement<{ members: number; isMember: boolean }>(`
  select ${membersOf('$1')} as members, exists (
    select from memberships where organization_id = $1 and account_id = $2 and state <> 'removed') as "isMember"`);

/** How many members there are, and whether this account is one of them. */
export async function countMembersWith(queryable: Queryable, organizationId: string, accountId: string) {
  return (await queryable.query(TAKEN, [organizationId, accountId]))[0] ?? { members: 0, isMember: false };
}

// Those who can still come in; they are found by the end of their time.
const COMING = `i.kind = 'member'
        and i.state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')
        and greatest(i.expires_at, i.resumable_until) > $2`;

const ROOM = statement<{ enough: boolean }>(`
  select (select count(*) from (
      select from invitations i where i.organization_id = o.id and ${COMING} limit greatest(free.seats, 0) + 1) few) <= free.seats as enough
  from organizations o cross join lateral (select o.member_limit - ${membersOf('o.id')} as seats) free
  where o.id = $1 and o.member_limit is not null`);

/**
 * Whether everybody who is invited has a place even if each of their addresses were somebody else's: then nobody need be told
 * apart. True where there is no limit.
 */
export async function hasRoom(queryable: Queryable, organizationId: string, now: Date): Promise<boolean> {
  return (await queryable.query(ROOM, [organizationId, now]))[0]?.enough ?? true;
}

// Of several addresses that were invited, those of one account are one person; who is a member already takes no second place.
const COUNT = `
  select o.member_limit as "limit",
    ${membersOf('o.id')} as members,
    (select count(distinct coalesce(owner.account_id, i.id))::int
      from invitations i
      left join lateral (
        select f.account_id from identifiers f
        where f.kind in ('email', 'phone') and f.canonical in (i.address_canonical, i.phone) and f.verified_at is not null
        order by f.kind limit 1) owner on true
      where i.organization_id = o.id and ${COMING}
        and not exists (select from memberships m where m.organization_id = o.id and m.account_id = owner.account_id
          and m.state <> 'removed')) as invitations
  from organizations o where o.id = $1`;
const COUNT_ALWAYS = statement<Seats>(COUNT);
const COUNT_LIMITED = statement<Seats>(`${COUNT} and o.member_limit is not null`);

/** What of the limit is taken at `now`; null, and nobody is counted, where there is none. */
export async function findSeats(queryable: Queryable, organizationId: string, now: Date): Promise<Seats | null> {
  return (await queryable.query(COUNT_LIMITED, [organizationId, now]))[0] ?? null;
}

/** The same whether or not there is a limit. */
export async function countSeats(queryable: Queryable, organizationId: string, now: Date): Promise<Seats> {
  return (await queryable.query(COUNT_ALWAYS, [organizationId, now]))[0] ?? { limit: null, members: 0, invitations: 0 };
}

const SET = command('update organizations set member_limit = $2 where id = $1');

export async function saveLimit(tx: Transaction, organizationId: string, limit: number | null): Promise<void> {
  await tx.query(SET, [organizationId, limit]);
}
