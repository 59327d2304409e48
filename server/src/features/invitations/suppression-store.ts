import { type Queryable, statement } from '../../platform/database/database.ts';

const INSERT = statement<{ at: Date }>(`
  insert into suppressions (organization_id, address_canonical, at)
  select $1, address, $3 from unnest($2::text[]) address on conflict do nothing returning at`);

/** False when all of the addresses were suppressed before. */
export async function insertSuppressions(
  queryable: Queryable,
  organizationId: string,
  canonicals: readonly string[],
  now: Date,
): Promise<boolean> {
  return (await queryable.query(INSERT, [organizationId, canonicals, now])).length > 0;
}
