import type { BrandLook } from '@gatehouse/contract/brand-look';
import type { BrandValues } from '@gatehouse/contract/branding';
import { LOCALES } from '@gatehouse/contract/locales';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

type BrandRow = Omit<BrandValues, 'languages'> & {
  languages: BrandValues['languages'] | null;
  look: BrandLook | null;
  inheritedFrom: string | null;
  changedAt: Date | null;
  changedBy: string | null;
};

const GET = statement<BrandRow>(`
  select o.product_name as "productName", o.support_contact as "supportContact", o.locale,
    coalesce(b.sender_name, '') as "senderName", b.languages, b.accent, coalesce(b.corner, 10) as corner,
    coalesce(b.powered_by, false) as "poweredBy", b.logo_light as "logoLight", b.logo_dark as "logoDark",
    b.logo_mail as "logoMail", b.icon, s.look, case when s.look is not null then h.name end as "inheritedFrom",
    b.changed_at as "changedAt", a.name as "changedBy"
  from organizations o
  join shown_brands s on s.organization_id = o.id
  left join brands b on b.organization_id = o.id
  left join organizations h on h.id = s.host_id
  left join accounts a on a.id = b.changed_by
  where o.id = $1`);

/** How an organization looks, and since when. */
export type StoredBrand = Pick<BrandRow, 'look' | 'inheritedFrom' | 'changedAt' | 'changedBy'> & {
  readonly values: BrandValues;
};

export async function findBrand(queryable: Queryable, organizationId: string): Promise<StoredBrand | null> {
  const [row] = await queryable.query(GET, [organizationId]);
  if (!row) return null;
  const { look, inheritedFrom, changedAt, changedBy, languages, ...values } = row;
  return { values: { ...values, languages: languages ?? [...LOCALES] }, look, inheritedFrom, changedAt, changedBy };
}

const LOCK = command('select from organizations where id = $1 for no key update');

/** Whoever else changes the organization waits until the transaction ends. */
export async function lockBrand(queryable: Queryable, organizationId: string): Promise<void> {
  await queryable.query(LOCK, [organizationId]);
}

const SAVE = command(`
  insert into brands as b (organization_id, accent, corner, sender_name, languages, powered_by, logo_light, logo_dark,
    logo_mail, icon, look, changed_at, changed_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (organization_id) do update set accent = excluded.accent, corner = excluded.corner,
    sender_name = excluded.sender_name, languages = excluded.languages, powered_by = excluded.powered_by,
    logo_light = excluded.logo_light, logo_dark = excluded.logo_dark, logo_mail = excluded.logo_mail,
    icon = excluded.icon, look = excluded.look, changed_at = excluded.changed_at, changed_by = excluded.changed_by`);

export async function saveBrand(
  queryable: Queryable,
  organizationId: string,
  brand: { values: BrandValues; look: BrandLook | null; by: string },
  now: Date,
): Promise<void> {
  const { values, look, by } = brand;
  const all = values.languages.length === LOCALES.length;
  await queryable.query(SAVE, [
    organizationId,
    values.accent,
    values.corner,
    values.senderName,
    all ? null : values.languages,
    values.poweredBy,
    values.logoLight,
    values.logoDark,
    values.logoMail,
    values.icon,
    look && JSON.stringify(look),
    now,
    by,
  ]);
}
