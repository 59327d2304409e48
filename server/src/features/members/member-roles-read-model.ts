import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';

/** How many hold exactly these roles; `self`: whoever asks is one of them. */
export type RolesCount = { readonly roles: readonly Role[]; readonly count: number; readonly self: boolean };

const BY_ROLES = statement<RolesCount>(`
  select roles, count(*)::int as count, bool_or(account_id = $2) as self from memberships
  where id = any($1) group by roles order by count(*) desc, roles`);

export function countByRoles(
  queryable: Queryable,
  memberIds: readonly string[],
  accountId: string,
): Promise<RolesCount[]> {
  return queryable.query(BY_ROLES, [memberIds, accountId]);
}

const OTHER_OWNERS = statement<{ count: number }>(`
  select count(*)::int as count from memberships
  where organization_id = $1 and state = 'active' and roles && array['owner'] and roles <> array['member']
    and state <> 'removed' and not (id = any($2))`);

/** Active owners of the organization that are none of these. */
export async function countOtherOwners(
  queryable: Queryable,
  organizationId: string,
  memberIds: readonly string[],
): Promise<number> {
  return (await queryable.query(OTHER_OWNERS, [organizationId, memberIds]))[0]?.count ?? 0;
}
