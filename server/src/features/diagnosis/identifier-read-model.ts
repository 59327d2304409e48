import type { TypedUserName } from '@gatehouse/contract/user-names';
import { anyOf, type Queryable, statement } from '../../platform/database/database.ts';
import { likePattern } from '../../platform/database/pages.ts';

// Whoever is still on the way comes first: they are asked for, among many of the same name who are in.
const BY_NAME = statement<{ address: string; name: string | null }>(`
  with named as materialized (
    select organization_id, address_canonical, name, state, id from invitations
    where (address_canonical || ' ' || lower(coalesce(name, ''))) like $2 escape '\\'),
  found as (
    (select address_canonical as address, max(name) as name,
        case when bool_and(state in ('accepted', 'declined', 'expired', 'revoked', 'superseded')) then 1 else 0 end as place, max(id) as newest
      from named where organization_id = $1 group by 1 order by 3, max(id) desc limit 10)
    union all
    (select i.canonical, a.name, 1, '' from accounts a
      join memberships m on m.account_id = a.id and m.organization_id = $1 and m.state <> 'removed'
      join identifiers i on i.account_id = a.id and i.is_primary and i.verified_at is not null
      where lower(a.name) like $2 escape '\\' limit 10)
    union all
    (select i.canonical, a.name, 0, '' from memberships m join accounts a on a.id = m.account_id
      join identifiers i on i.account_id = a.id and i.is_primary and i.verified_at is not null
      where m.organization_id = $1 and lower(m.username) = lower($3) order by i.kind limit 1)
    union all
    (select i.address_canonical, i.name, 0, i.id from user_names n join invitations i on i.id = n.invitation_id
      where n.organization_id = $1 and n.name = lower($3)))
  select address, max(name) as name from found group by address order by min(place), max(newest) desc limit 10`);

/** People whom this organization invited or added, and members, whose name or address holds the text, or whose user name it is. */
export function findByName(queryable: Queryable, organizationId: string, text: string) {
  return queryable.query(BY_NAME, [organizationId, likePattern(text) ?? '%', text]);
}

const BY_PHONE = statement<{ address: string; name: string | null }>(`
  (select coalesce(e.canonical, p.canonical) as address, a.name from identifiers p
  join memberships m on m.account_id = p.account_id and m.organization_id = $1
  join accounts a on a.id = p.account_id
  left join identifiers e on e.account_id = p.account_id and e.kind = 'email' and e.verified_at is not null
  where p.kind = 'phone' and p.canonical = ${anyOf('$2::text[]')} and (e.id is not null or p.verified_at is not null)
  order by e.is_primary desc limit 5)
  union
  (select address_canonical, name from invitations where organization_id = $1 and phone = ${anyOf('$2::text[]')}
    and state not in ('accepted', 'declined', 'expired', 'revoked', 'superseded') limit 5)`);

/** What a member of this organization with one of these numbers is found by, or somebody who is invited by it: their e-mail address, else the number itself. */
export function findByPhone(queryable: Queryable, organizationId: string, phones: readonly string[]) {
  return queryable.query(BY_PHONE, [organizationId, phones]);
}

const BY_USER_NAME = statement<{ address: string; name: string | null }>(`
  (select i.canonical as address, a.name from memberships m join accounts a on a.id = m.account_id
  join identifiers i on i.account_id = a.id and i.is_primary and i.verified_at is not null
  join organizations o on o.id = m.organization_id
  where m.organization_id = $1 and lower(m.username) = lower($2) and o.slug = coalesce(lower($3), o.slug)
  order by i.kind limit 1)
  union all
  (select i.address_canonical, i.name from user_names n join invitations i on i.id = n.invitation_id
  join organizations o on o.id = n.organization_id
  where n.organization_id = $1 and n.name = lower($2) and o.slug = coalesce(lower($3), o.slug))`);

/** The address of the member whose user name this is, suspended or not, or of whoever was added and has it kept; none where the short name is of another organization. */
export function findByUserName(queryable: Queryable, organizationId: string, typed: TypedUserName) {
  return queryable.query(BY_USER_NAME, [organizationId, typed.name, typed.organization]);
}

const BY_ID = statement<{ canonical: string }>(`
  select i.canonical from identifiers i
  where i.verified_at is not null and i.account_id in (
    select account_id from memberships where organization_id = $1 and $2 in (id, account_id)
    union select account_id from join_requests where organization_id = $1 and $2 in (id, account_id)
    union select accepted_by from invitations where organization_id = $1 and accepted_by = $2)
  order by i.is_primary desc, i.kind limit 1`);

/** The address of a person of this organization by the id of their account, membership or request to join; null for none. */
export async function findAddressOf(queryable: Queryable, organizationId: string, id: string): Promise<string | null> {
  return (await queryable.query(BY_ID, [organizationId, id]))[0]?.canonical ?? null;
}

const FLOW = statement<{ invitationId: string | null; canonical: string | null }>(`
  select invitation_id as "invitationId", case when invitation_id is null then identifier_canonical end as canonical
  from flows where id = $1`);

/** Whom a flow is about; null for none. */
export async function findFlow(queryable: Queryable, id: string) {
  const [flow] = await queryable.query(FLOW, [id]);
  return flow && (flow.invitationId || flow.canonical) ? flow : null;
}

const HOST = statement<{ id: string }>("select id from organizations where state <> 'deleted' order by id limit 1");

/** True for the organization that runs this installation. */
export async function isHost(queryable: Queryable, organizationId: string): Promise<boolean> {
  return (await queryable.query(HOST))[0]?.id === organizationId;
}

const COUNTRY = statement<{ country: string | null }>('select country from organizations where id = $1');

/** Where a number that was typed without `+` is read. */
export async function findCountry(queryable: Queryable, organizationId: string): Promise<string | null> {
  return (await queryable.query(COUNTRY, [organizationId]))[0]?.country ?? null;
}
