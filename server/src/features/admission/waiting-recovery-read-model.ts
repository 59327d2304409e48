import { type Queryable, statement } from '../../platform/database/database.ts';
import { decidableSql } from '../sign-in/index.ts';

/**
 * A count of members of the organization `$1` who have lost every second step and wait at `$2` for somebody there: a part of a
 * larger statement. What nobody there may decide waits for whoever runs the installation, and is not among them.
 */
export const WAITING_RECOVERIES = `
  select 'waiting-recoveries', count(*)::int as count, min(r.asked_at) from recovery_requests r
    where r.organization_id = $1 and r.state = 'waiting' and r.expires_at > $2
      and ${decidableSql('r.organization_id', 'r.account_id')}`;

const COUNT = statement<{ count: number }>(WAITING_RECOVERIES);

/** How many of them there are. */
export async function countWaitingRecoveries(queryable: Queryable, organizationId: string, now: Date): Promise<number> {
  const [row] = await queryable.query(COUNT, [organizationId, now]);
  return row?.count ?? 0;
}
