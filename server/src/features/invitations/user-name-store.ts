import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';

// Of an invitation that is renewed at the same moment the row is read again once it is locked.
const FREE = command(`
  with over as (
    select i.id from user_names n join invitations i on i.id = n.invitation_id
    where n.organization_id = $1 and n.name = any($2) and greatest(i.expires_at, i.resumable_until) <= $3
    order by i.id for no key update of i)
  update invitations set username = null where id in (select id from over)`);

/** Names that are kept for somebody whose time to come is over are free again. Before anybody is given one. */
export async function freeUserNames(
  tx: Queryable,
  organizationId: string,
  usernames: readonly string[],
  now: Date,
): Promise<void> {
  await tx.query(FREE, [organizationId, usernames.map((one) => one.toLowerCase()), now]);
}

const CLAIM = statement<{ id: string }>(`
  insert into user_names (organization_id, name, invitation_id)
  select $1, name, id from unnest($2::text[], $3::text[]) as c (name, id) order by name
  on conflict do nothing returning invitation_id as id`);

export type Claim = { readonly id: string; readonly username: string };

/**
 * Keeps user names for invitations, which have to be there by the end of the transaction. Answers the ids of those that got
 * theirs: the key of `user_names` decides, in whatever case a name is written. Always in the order of the names: of two that
 * claim the same none waits for the other for ever.
 */
export async function claimUserNames(
  tx: Queryable,
  organizationId: string,
  claims: readonly Claim[],
  now: Date,
): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const names = claims.map(({ username }) => username.toLowerCase());
  await freeUserNames(tx, organizationId, names, now);
  const rows = await tx.query(CLAIM, [organizationId, names, claims.map(({ id }) => id)]);
  return new Set(rows.map(({ id }) => id));
}

const LEAVE = command('delete from user_names where invitation_id = any($1)');

/** Of invitations that were not written after all. */
export async function leaveUserNames(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query(LEAVE, [ids]);
}

export type NameHolder = {
  /** Lower case. */
  username: string;
  name: string;
  memberId: string | null;
  invitationId: string | null;
};

const HOLDERS = statement<NameHolder>(`
  select n.name as username, coalesce(a.name, i.name, i.address_shown) as name, n.membership_id as "memberId",
    n.invitation_id as "invitationId"
  from user_names n
  left join memberships m on m.id = n.membership_id
  left join accounts a on a.id = m.account_id
  left join invitations i on i.id = n.invitation_id
  where n.organization_id = $1 and n.name = any($2)
    and (i.id is null or (i.state = any($3) and greatest(i.expires_at, i.resumable_until) > $4))`);

/** Who in the organization has one of these names, in whatever case, or has it kept for them. */
export async function listNameHolders(
  queryable: Queryable,
  organizationId: string,
  usernames: readonly string[],
  now: Date,
): Promise<NameHolder[]> {
  const names = usernames.map((one) => one.toLowerCase());
  return queryable.query(HOLDERS, [organizationId, names, LIVE_STATES, now]);
}
