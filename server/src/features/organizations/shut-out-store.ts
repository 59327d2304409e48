import { statement, type Transaction } from '../../platform/database/database.ts';

/** Name of the organization that suspended an account, where it has a place in no other; null for everybody else. */
export function shutOutSql(account: string): string {
  return `(select min(so.name) from memberships sm join organizations so on so.id = sm.organization_id and so.state <> 'deleted'
    where sm.account_id = ${account} and sm.state <> 'removed' having bool_and(sm.state = 'suspended'))`;
}

const HOLD = statement<{ name: string; state: 'active' | 'suspended' }>(`
  select o.name, m.state from memberships m join organizations o on o.id = m.organization_id and o.state <> 'deleted'
  where m.account_id = $1 and m.state <> 'removed' order by m.id for share of m`);

/**
 * The same, under a lock: whoever suspends them waits until the transaction ends, and then ends what it began. The twin of
 * {@link shutOutSql}.
 */
export async function findShutOut(tx: Transaction, accountId: string): Promise<string | null> {
  const places = await tx.query(HOLD, [accountId]);
  return places.every(({ state }) => state === 'suspended') ? (places[0]?.name ?? null) : null;
}
