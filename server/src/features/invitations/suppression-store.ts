import { type Queryable, statement } from '../../platform/database/database.ts';

const INSERT = statement<{ at: Date }>(`
  insert into suppressions (organization_id, address_canonical, at) values ($1, $2, $3) on conflict do nothing returning at`);

/** False when the address was suppressed before. */
export async function insertSuppression(
  queryable: Queryable,
  organizationId: string,
  canonical: string,
  now: Date,
): Promise<boolean> {
  return (await queryable.query(INSERT, [organizationId, canonical, now])).length === 1;
}
