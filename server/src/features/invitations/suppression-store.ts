import { anyOf, type Queryable, statement } from '../../platform/database/database.ts';

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

const ANY = statement<{ at: Date }>(`
  select at from suppressions where organization_id = $1 and address_canonical = ${anyOf('$2::text[]')} limit 1`);

/** True where one of these addresses does not want to be invited by the organization. */
export async function isSuppressed(
  queryable: Queryable,
  organizationId: string,
  canonicals: readonly string[],
): Promise<boolean> {
  return (await queryable.query(ANY, [organizationId, canonicals])).length > 0;
}
