import { HOUSE_NAME } from '../../kernel/door-brand.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';

/** For whom messages about an account speak: what its person knows the place as. */
export type AccountSpeaker = {
  /** The organization at whose door it is; null: the house. */
  readonly door: string | null;
  readonly productName: string;
  readonly senderName: string;
};

const SPEAKER = statement<AccountSpeaker>(`
  (select o.id as door, o.product_name as "productName", o.name as "senderName"
    from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
    where m.account_id = $1 and m.state = 'active'
    order by o.id is not distinct from $2::text desc, m.id limit 1)
  union all
  (select null, product_name, product_name from organizations where state <> 'deleted' order by id limit 1)`);

/** The organization that is worked in, else the oldest membership's, else the house. */
export async function findSpeaker(
  queryable: Queryable,
  accountId: string,
  workedIn: string | null = null,
): Promise<AccountSpeaker> {
  const [first] = await queryable.query(SPEAKER, [accountId, workedIn]);
  return first ?? { door: null, productName: HOUSE_NAME, senderName: HOUSE_NAME };
}
