import { type Queryable, statement } from '../../platform/database/database.ts';
import type { NamedAskedPassword } from './domain/organization-policy.ts';

/** What the organizations of an account ask of its password, as JSON; null for an account of none. */
export function passwordPoliciesSql(account: string): string {
  return `(select json_agg(json_build_object('name', po.name, 'productName', po.product_name,
      'passwordMinLength', (po.policies->>'passwordMinLength')::int,
      'passwordMixed', (po.policies->>'passwordMixed')::boolean, 'passwordDays', (po.policies->>'passwordDays')::int))
    from memberships pm join organizations po on po.id = pm.organization_id and po.state = 'active'
    where pm.account_id = ${account} and pm.state = 'active')`;
}

const ASKED = statement<{ asked: NamedAskedPassword[] | null }>(`select ${passwordPoliciesSql('$1')} as asked`);

export async function findAskedPasswords(queryable: Queryable, accountId: string): Promise<NamedAskedPassword[]> {
  const [row] = await queryable.query(ASKED, [accountId]);
  return row?.asked ?? [];
}
