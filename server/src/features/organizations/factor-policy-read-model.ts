import { type Queryable, statement } from '../../platform/database/database.ts';
import { bindsSql } from './password-policy-read-model.ts';

const COVERAGE = statement<{ without: number; administratorsWithout: number }>(`
  select count(*)::int as without,
    count(*) filter (where roles && array['owner', 'administrator'])::int as "administratorsWithout"
  from memberships m where organization_id = $1 and state = 'active'
    and not exists (select from second_factors f where f.account_id = m.account_id and f.confirmed_at is not null
      and (f.kind = 'totp' or sms_factor_allowed(m.account_id)))
    and not exists (select from passkeys p where p.account_id = m.account_id)`);

/** How many members have no second factor: whom a policy that asks for one would concern. */
export async function countWithoutFactor(queryable: Queryable, organizationId: string) {
  const [row] = await queryable.query(COVERAGE, [organizationId]);
  return row ?? { without: 0, administratorsWithout: 0 };
}

const REQUIRED = statement<{ required: boolean }>(`
  select exists (
    select from memberships m join organizations o on o.id = m.organization_id and ${bindsSql('o')}
    where m.account_id = $1 and m.state = 'active' and factor_required(o.policies->>'secondFactor', m.roles)) as required`);

/** Whether an organization of the account makes a second step a must for it. */
export async function isFactorRequired(queryable: Queryable, accountId: string): Promise<boolean> {
  const [row] = await queryable.query(REQUIRED, [accountId]);
  return row?.required ?? false;
}
