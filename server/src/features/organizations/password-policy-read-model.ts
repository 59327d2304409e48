import { type Queryable, statement } from '../../platform/database/database.ts';
import type { NamedAskedPassword } from './domain/organization-policy.ts';

/**
 * Whether what an organization asks of its members' accounts holds. Also while it is suspended: it comes back with everything
 * that its people can reach, and what was weaker meanwhile would stay so (docs/decisions/0022-suspended-policies.md). Twin of
 * the function sms_factor_allowed of migration 0067.
 */
export function bindsSql(o: string): string {
  return `${o}.state in ('active', 'suspended')`;
}

/** What the organizations of an account ask of its password, as JSON; null for an account of none. */
export function passwordPoliciesSql(account: string): string {
  return `(select json_agg(json_build_object('name', po.name, 'productName', po.product_name,
      'passwordMinLength', (po.policies->>'passwordMinLength')::int,
      'passwordMixed', (po.policies->>'passwordMixed')::boolean, 'passwordDays', (po.policies->>'passwordDays')::int))
    from memberships pm join organizations po on po.id = pm.organization_id and ${bindsSql('po')}
    where pm.account_id = ${account} and pm.state = 'active')`;
}

const ASKED = statement<{ asked: NamedAskedPassword[] | null }>(`select ${passwordPoliciesSql('$1')} as asked`);

export async function findAskedPasswords(queryable: Queryable, accountId: string): Promise<NamedAskedPassword[]> {
  const [row] = await queryable.query(ASKED, [accountId]);
  return row?.asked ?? [];
}
