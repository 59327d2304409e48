import type { BrandLook } from '@gatehouse/contract/brand-look';
import type { DoorBrand } from '../../kernel/door-brand.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';

type Row = { organizationId: string; brand: DoorBrand };

// Whoever has decided how it looks has shown it to everyone; of others nobody learns here that they exist.
const BY_NAME = statement<Row>(`
  select organization_id as "organizationId", brand from door_brands
  where (organization_id = $1 or slug = $1) and state = 'active' and decided`);

/** The door of an organization by its id or slug; null for one without a brand of its own, as for none. */
export async function findDoorBrand(queryable: Queryable, organization: string): Promise<Row | null> {
  const [row] = await queryable.query(BY_NAME, [organization]);
  return row ?? null;
}

const HOUSE = statement<{ brand: DoorBrand }>('select brand from house_brand');

/** The brand of whoever runs this installation: for pages on which no other is known. Null before the first run. */
export async function findHouseBrand(queryable: Queryable): Promise<DoorBrand | null> {
  const [row] = await queryable.query(HOUSE);
  return row?.brand ?? null;
}

const OF_MEMBER = statement<{ brand: DoorBrand }>('select brand from door_brands where organization_id = $1');

/** The door of an organization as its own people see it. */
export async function getOwnDoorBrand(queryable: Queryable, organizationId: string): Promise<DoorBrand | null> {
  const [row] = await queryable.query(OF_MEMBER, [organizationId]);
  return row?.brand ?? null;
}

const HOST_LOOK = statement<{ look: BrandLook | null }>(`
  select b.look from customer_companies c left join brands b on b.organization_id = c.supplier_id
  where c.company_id = $1 order by c.created_at limit 1`);

/** The look of whoever invited the organization first: what it has while it has none of its own. */
export async function findHostLook(queryable: Queryable, organizationId: string): Promise<BrandLook | null> {
  const [row] = await queryable.query(HOST_LOOK, [organizationId]);
  return row?.look ?? null;
}
