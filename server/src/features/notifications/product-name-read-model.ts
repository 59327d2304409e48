import { type Queryable, statement } from '../../platform/database/database.ts';

const GET = statement<{ productName: string }>('select product_name as "productName" from organizations where id = $1');

/** What the organization calls the place in its messages. */
export async function findProductName(queryable: Queryable, organizationId: string): Promise<string | null> {
  const [row] = await queryable.query(GET, [organizationId]);
  return row?.productName ?? null;
}
