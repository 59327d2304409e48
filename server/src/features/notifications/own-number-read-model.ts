import { type Queryable, statement } from '../../platform/database/database.ts';

const GET = statement<{ canonical: string }>(`
  select canonical from identifiers where account_id = $1 and kind = 'phone' and verified_at is not null
  order by is_primary desc, id limit 1`);

/** The proven number of an account, E.164; null without one. */
export async function findOwnNumber(queryable: Queryable, accountId: string): Promise<string | null> {
  const [row] = await queryable.query(GET, [accountId]);
  return row?.canonical ?? null;
}
