import type { Locale } from '@gatehouse/contract/locales';
import type { Legal, Policies, WelcomeLink } from '@gatehouse/contract/organizations';
import type { Role } from '@gatehouse/contract/roles';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type OrganizationRow = {
  id: string;
  slug: string;
  name: string;
  country: string | null;
  /** It has a registration number, which is one of its country. */
  countryFixed: boolean;
  state: 'active' | 'pending-approval' | 'rejected' | 'suspended' | 'deleted';
  productName: string;
  supportContact: string;
  locale: Locale;
  timeZone: string;
  policies: Partial<Policies>;
  welcomeLinks: WelcomeLink[];
  legal: Partial<Legal>;
};

const GET = statement<OrganizationRow>(`
  select id, slug, name, country, registration_number is not null as "countryFixed", state, product_name as "productName", support_contact as "supportContact", locale,
    time_zone as "timeZone", policies, welcome_links as "welcomeLinks", legal
  from organizations where id = $1`);

export async function findOrganization(queryable: Queryable, id: string): Promise<OrganizationRow | null> {
  const [row] = await queryable.query(GET, [id]);
  return row ?? null;
}

const NAMED = statement<Pick<OrganizationRow, 'id' | 'slug' | 'name' | 'state'>>(
  'select id, slug, name, state from organizations where slug = $1 or id = $1',
);

/** By its slug or its id; null when there is none. */
export async function findOrganizationNamed(queryable: Queryable, named: string) {
  return (await queryable.query(NAMED, [named]))[0] ?? null;
}

const ACTIVE = statement<Pick<OrganizationRow, 'id' | 'slug' | 'name' | 'state'>>(
  `select id, slug, name, state from organizations where state = 'active' order by id limit $1`,
);

/** Those that people are let into, the oldest first. */
export function listActiveOrganizations(queryable: Queryable, limit: number) {
  return queryable.query(ACTIVE, [limit]);
}

const IDS = statement<{ id: string }>('select id from organizations order by id');

/** Of every organization, closed ones too. */
export async function listOrganizationIds(queryable: Queryable): Promise<string[]> {
  return (await queryable.query(IDS)).map(({ id }) => id);
}

export type NewOrganization = {
  slug: string;
  name: string;
  locale: Locale;
  country: string | null;
  registrationNumber: string | null;
  registrationKey: string | null;
  differentCompanyReason: string | null;
  address: string;
  phone: string;
  timeZone: string;
  productName: string;
  createdBy: string;
  /** `pending-approval`: nobody works in it before it is approved. */
  state: 'active' | 'pending-approval';
};

const INSERT = statement<{ id: string }>(`
  insert into organizations (id, slug, name, locale, country, registration_number, registration_key,
    different_company_reason, address, phone, time_zone, product_name, created_at, created_by, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  on conflict do nothing returning id`);

/** Null when the slug or, among companies not declared different, the registration number is taken. */
export async function insertOrganization(
  queryable: Queryable,
  organization: NewOrganization,
  now: Date,
): Promise<string | null> {
  const rows = await queryable.query(INSERT, [
    newId('org', now),
    organization.slug,
    organization.name,
    organization.locale,
    organization.country,
    organization.registrationNumber,
    organization.registrationKey,
    organization.differentCompanyReason,
    organization.address,
    organization.phone,
    organization.timeZone,
    organization.productName,
    now,
    organization.createdBy,
    organization.state,
  ]);
  return rows[0]?.id ?? null;
}

const BY_KEY = statement<{ id: string; name: string }>(`
  select id, name from organizations
  where registration_key = $1 and different_company_reason is null and state not in ('deleted', 'rejected')`);

/** The company with this country and number, also one that waits for approval; null when there is none. */
export async function findByRegistration(
  queryable: Queryable,
  registrationKey: string,
): Promise<{ id: string; name: string } | null> {
  const [row] = await queryable.query(BY_KEY, [registrationKey]);
  return row ?? null;
}

const SIMILAR = statement<{ name: string }>(`
  select o.name from customer_companies c join organizations o on o.id = c.company_id and o.state = 'active'
  where c.supplier_id = $1 and lower(o.name) % lower($2)
  order by similarity(lower(o.name), lower($2)) desc limit 5`);

/** Customers of the same supplier whose names look like this one. */
export async function listSimilarNames(queryable: Queryable, supplierId: string, name: string): Promise<string[]> {
  return (await queryable.query(SIMILAR, [supplierId, name])).map((row) => row.name);
}

const ADD_MEMBER = statement<{ id: string }>(`
  insert into memberships as m (id, organization_id, account_id, roles, invitation_id, created_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organization_id, account_id) do update
    set state = 'active', roles = excluded.roles, invitation_id = excluded.invitation_id
    where m.state = 'removed' and ($7::timestamptz is null or m.removed_at is null or m.removed_at < $7)
  returning id`);

/**
 * Null when the person is a member already: an existing place is never changed by joining again. `invitedAt`: whoever
 * was removed since stays removed, the twin of `membershipActive` in admission/domain/assess.ts.
 */
export async function insertMembership(
  queryable: Queryable,
  membership: { organizationId: string; accountId: string; roles: readonly Role[]; invitationId: string | null },
  now: Date,
  invitedAt: Date | null = null,
): Promise<string | null> {
  const { organizationId, accountId, roles, invitationId } = membership;
  const rows = await queryable.query(ADD_MEMBER, [
    newId('mem', now),
    organizationId,
    accountId,
    roles,
    invitationId,
    now,
    invitedAt,
  ]);
  return rows[0]?.id ?? null;
}

const NAME_MEMBER = command('update memberships set username = $2 where id = $1');

/** The user name that was kept for them while they were only invited. The key of `user_names` refuses another's (23505). */
export async function nameMembership(queryable: Queryable, id: string, username: string): Promise<void> {
  await queryable.query(NAME_MEMBER, [id, username]);
}

const LINK_CUSTOMER = command(`
  insert into customer_companies (supplier_id, company_id, invitation_id, created_at) values ($1, $2, $3, $4)
  on conflict do nothing`);

export async function linkCustomer(
  queryable: Queryable,
  link: { supplierId: string; companyId: string; invitationId: string },
  now: Date,
): Promise<void> {
  await queryable.query(LINK_CUSTOMER, [link.supplierId, link.companyId, link.invitationId, now]);
}

export type SettingsChange = {
  name: string | null;
  /** Empty: none. */
  country: string | null;
  policies: Partial<Policies> | null;
  welcomeLinks: readonly WelcomeLink[] | null;
  legal: Legal | null;
};

const UPDATE = statement<OrganizationRow>(`
  update organizations set name = coalesce($2, name), policies = policies || coalesce($3::jsonb, '{}'),
    welcome_links = coalesce($4::jsonb, welcome_links), legal = coalesce($5::jsonb, legal),
    country = case when $6::text is null or registration_number is not null then country else nullif($6, '') end
  where id = $1
  returning id, slug, name, country, registration_number is not null as "countryFixed", state, product_name as "productName", support_contact as "supportContact", locale,
    time_zone as "timeZone", policies, welcome_links as "welcomeLinks", legal`);

export async function updateOrganization(
  queryable: Queryable,
  id: string,
  change: SettingsChange,
): Promise<OrganizationRow | null> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const [row] = await queryable.query(UPDATE, [
    id,
    change.name,
    json(change.policies),
    json(change.welcomeLinks),
    json(change.legal),
    change.country,
  ]);
  return row ?? null;
}

// Companies that came in by its invitations call the place as it does, until they give it a name of their own.
const UPDATE_NAMES = command(`
  with before as (select id, product_name from organizations where id = $1),
  customers as (
    update organizations o set product_name = $2
    from before, customer_companies c
    where c.supplier_id = before.id and o.id = c.company_id and o.product_name = before.product_name
      and before.product_name <> $2
  )
  update organizations set product_name = $2, support_contact = $3, locale = $4 where id = $1`);

/** What the organization calls the place, where it is asked for help, and the language it speaks first. */
export async function updateNames(
  queryable: Queryable,
  id: string,
  names: { productName: string; supportContact: string; locale: Locale },
): Promise<void> {
  await queryable.query(UPDATE_NAMES, [id, names.productName, names.supportContact, names.locale]);
}
