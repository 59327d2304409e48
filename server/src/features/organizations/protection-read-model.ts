import { type Queryable, statement } from '../../platform/database/database.ts';
import { DEFAULT_POLICIES } from './domain/organization-policy.ts';

const LOCK_TRIES = statement<{ tries: number | null }>(`
  select min((o.policies->>'lockTries')::int) as tries
  from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
  where m.account_id = $1 and m.state = 'active'`);

/** How many wrong tries in a row lock an account: the fewest that an organization of it asks for. */
export async function findLockTries(queryable: Queryable, accountId: string): Promise<number> {
  const [row] = await queryable.query(LOCK_TRIES, [accountId]);
  return Math.min(row?.tries ?? DEFAULT_POLICIES.lockTries, DEFAULT_POLICIES.lockTries);
}

const PLACES = statement<{ organizationId: string }>(`
  select organization_id as "organizationId" from memberships where account_id = $1 and state <> 'removed' order by id`);

/** Organizations in whose logs stands what happens to an account. */
export async function listPlacesOf(queryable: Queryable, accountId: string): Promise<string[]> {
  return (await queryable.query(PLACES, [accountId])).map(({ organizationId }) => organizationId);
}
