import type { ShownBrand } from '@gatehouse/contract/brand-look';
import { LOCALES } from '@gatehouse/contract/locales';
import { type Queryable, statement } from '../../platform/database/database.ts';

type ShownRow = Omit<ShownBrand, 'languages'> & { languages: ShownBrand['languages'] | null };

const LIST = statement<ShownRow>(`
  select o.id as organization, o.product_name as "productName", s.languages, s.look
  from organizations o join shown_brands s on s.organization_id = o.id
  where o.id = any($1) order by o.id`);

/** How these organizations look. */
export async function listShownBrands(queryable: Queryable, ids: readonly string[]): Promise<ShownBrand[]> {
  const rows = await queryable.query(LIST, [ids]);
  return rows.map((row) => ({ ...row, languages: row.languages ?? [...LOCALES] }));
}
