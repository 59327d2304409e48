import { command, type Transaction } from '../../platform/database/database.ts';

/** Name of the organization that suspended an account, where it has a place in no other; null for everybody else. */
export function shutOutSql(account: string): string {
  return `(select min(so.name) from memberships sm join organizations so on so.id = sm.organization_id and so.state <> 'deleted'
    where sm.account_id = ${account} and sm.state <> 'removed' having bool_and(sm.state = 'suspended'))`;
}

const HOLD = command(`
  select from memberships m where m.account_id = (select account_id from flows where id = $1) and m.state <> 'removed'
  order by m.id for share of m`);

/**
 * Whoever suspends the person of a flow waits until the transaction ends, and then ends what it began; what is read after this
 * is what was decided before.
 */
export async function holdPlaces(tx: Transaction, flowId: string): Promise<void> {
  await tx.query(HOLD, [flowId]);
}
