import type { Role } from '@gatehouse/contract/roles';
import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { CHANGES, type MembershipChange, type MembershipState } from './domain/membership.ts';

export type Place = { id: string; accountId: string; roles: Role[]; state: MembershipState; username: string | null };

// Locked before anybody is counted: of two owners who take each other's role away, the second sees what the first did.
const LOCK = command('select id from organizations where id = $1 for no key update');

const RENAME = statement<{ id: string }>(`
  update memberships set username = $3 where organization_id = $1 and id = $2 and state <> 'removed' returning id`);

/**
 * Gives a place a user name, or takes it away; false where nobody has the place any more. The key of
 * `user_names` refuses one that somebody else has here, or has kept for them (23505).
 */
export async function renamePlace(
  tx: Queryable,
  { organizationId, id }: { organizationId: string; id: string },
  username: string | null,
): Promise<boolean> {
  return (await tx.query(RENAME, [organizationId, id, username])).length === 1;
}

/** Others that change a place in this organization wait until the transaction ends. */
export async function lockPlaces(tx: Queryable, organizationId: string): Promise<void> {
  await tx.query(LOCK, [organizationId]);
}

// From the moment an organization is deleted on, nobody has a place in it: they are taken away one after the other.
const PLACE = `id, account_id as "accountId", roles, state, username from memberships
  where organization_id = $1 and exists (select from organizations where id = $1 and state <> 'deleted')`;
const BY_ID = statement<Place>(`select ${PLACE} and id = $2`);
const BY_ACCOUNT = statement<Place>(`select ${PLACE} and account_id = $2`);

export async function findPlace(queryable: Queryable, organizationId: string, id: string): Promise<Place | null> {
  return (await queryable.query(BY_ID, [organizationId, id]))[0] ?? null;
}

export async function findPlaceOf(queryable: Queryable, organizationId: string, accountId: string) {
  return (await queryable.query(BY_ACCOUNT, [organizationId, accountId]))[0] ?? null;
}

const OWN = statement<{ id: string }>(`
  select o.id from memberships m join organizations o on o.id = m.organization_id and o.state <> 'deleted'
  where m.account_id = $1 and m.state = 'active' and (o.id = $2 or o.slug = $2)`);

/** Which organization of an account has this id or short name, suspended ones too; null where it has a place in none. */
export async function findOwnOrganization(
  queryable: Queryable,
  accountId: string,
  organization: string,
): Promise<string | null> {
  return (await queryable.query(OWN, [accountId, organization]))[0]?.id ?? null;
}

// An owner counts who can sign in: an active account with a password or a proven address.
const CHANGE = statement<{ id: string }>(`
  update memberships m set roles = coalesce($4::text[], m.roles), state = coalesce($5::text, m.state),
    removed_at = case when $5::text = 'removed' then $6::timestamptz else m.removed_at end
  where m.organization_id = $1 and m.id = $2 and m.state = any ($3)
    and (m.state <> 'active' or not 'owner' = any (m.roles)
      or (coalesce($5::text, m.state) = 'active' and 'owner' = any (coalesce($4::text[], m.roles)))
      or exists (
        select from memberships other join accounts a on a.id = other.account_id and a.state = 'active'
        where other.organization_id = $1 and other.id <> $2 and other.state = 'active' and 'owner' = any (other.roles)
          and (exists (select from passwords p where p.account_id = a.id)
            or exists (select from identifiers i where i.account_id = a.id and i.verified_at is not null))))
  returning m.id`);

/**
 * Changes a place; false when it stands otherwise by now, or when no owner able to sign in would be left. Only after
 * {@link lockPlaces}.
 */
export async function changePlace(
  tx: Queryable,
  place: { organizationId: string; id: string },
  change: MembershipChange,
  roles: readonly Role[] | null,
  now: Date,
): Promise<boolean> {
  const { from, to } = CHANGES[change];
  return (await tx.query(CHANGE, [place.organizationId, place.id, from, roles, to, now])).length === 1;
}
