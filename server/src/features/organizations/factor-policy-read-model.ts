import { type Queryable, statement } from '../../platform/database/database.ts';

const REQUIRED = statement<{ required: boolean }>(`
  select exists (
    select from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
    where m.account_id = $1 and m.state = 'active' and factor_required(o.policies->>'secondFactor', m.roles)) as required`);

/** Whether an organization of the account makes a second step a must for it. */
export async function isFactorRequired(queryable: Queryable, accountId: string): Promise<boolean> {
  const [row] = await queryable.query(REQUIRED, [accountId]);
  return row?.required ?? false;
}
