import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type MemberRow = {
  id: string;
  accountId: string;
  name: string;
  email: string | null;
  roles: Role[];
  state: 'active' | 'suspended';
  joinedAt: Date;
  lastSignInAt: Date | null;
};

// Cut by key before the joins, so that a deep page costs what the first does.
const LIST = statement<MemberRow>(`
  select m.id, m.account_id as "accountId", a.name, m.roles, m.state, m.created_at as "joinedAt",
    (select i.shown from identifiers i where i.account_id = a.id and i.kind = 'email'
      order by i.verified_at is null, i.is_primary desc limit 1) as email,
    (select max(s.signed_in_at) from sessions s where s.account_id = a.id) as "lastSignInAt"
  from (
    select * from memberships where organization_id = $1 and state <> 'removed' and ($2::text is null or id < $2)
      and ($4::text is null or account_id in (
        select b.id from accounts b where lower(b.name) like $4 escape '\\'
        union select i.account_id from identifiers i where i.canonical like $4 escape '\\'))
    order by id desc limit $3) m
  join accounts a on a.id = m.account_id order by m.id desc`);

export async function listMembers(
  queryable: Queryable,
  organizationId: string,
  page: { before: string | null; limit: number; pattern: string | null },
): Promise<MemberRow[]> {
  return queryable.query(LIST, [organizationId, page.before, page.limit, page.pattern]);
}
