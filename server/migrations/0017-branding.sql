-- How an organization looks to others. What it is called and speaks stays with `organizations`.

-- Pictures by their content: the name is the SHA-256 with an ending, so that an address never changes its picture.
create table brand_files (
  name text collate "C" not null,
  organization_id text collate "C" not null references organizations,
  bytes bytea not null check (octet_length(bytes) between 1 and 262144),
  width double precision not null,
  height double precision not null,
  created_at timestamptz not null,
  primary key (name, organization_id)
);
create index brand_files_of on brand_files (organization_id, created_at);

create table brands (
  organization_id text collate "C" primary key references organizations,
  -- Null: the colour of the house.
  accent text collate "C" check (accent ~ '^#[0-9a-f]{6}$'),
  corner smallint not null default 10 check (corner in (0, 10, 16)),
  -- Empty: the organization's name.
  sender_name text not null default '',
  -- Null: all that there are.
  languages text[],
  powered_by boolean not null default false,
  -- The organization's own pictures only.
  logo_light text collate "C",
  logo_dark text collate "C",
  logo_mail text collate "C",
  icon text collate "C",
  -- What pages and mails are dressed with, computed when it is saved; null: nothing here differs from the house.
  look jsonb,
  changed_at timestamptz not null,
  changed_by text collate "C" references accounts,
  foreign key (logo_light, organization_id) references brand_files (name, organization_id),
  foreign key (logo_dark, organization_id) references brand_files (name, organization_id),
  foreign key (logo_mail, organization_id) references brand_files (name, organization_id),
  foreign key (icon, organization_id) references brand_files (name, organization_id)
);

create index customer_companies_hosts on customer_companies (company_id, created_at);

-- The brand that holds for an organization: its own look, else that of whoever invited it first.
create view shown_brands as
  select o.id as organization_id, coalesce(own.look, host.look) as look, own.languages,
    nullif(own.sender_name, '') as sender_name, case when own.look is null then host.id end as host_id
  from organizations o
  left join brands own on own.organization_id = o.id
  left join lateral (
    select c.supplier_id as id, b.look from customer_companies c left join brands b on b.organization_id = c.supplier_id
    where c.company_id = o.id order by c.created_at limit 1) host on own.look is null;

-- What the pages of an organization's door are dressed with, in one piece.
create view door_brands as
  select o.id as organization_id, o.slug, o.state,
    exists (select from brands b where b.organization_id = o.id) as decided,
    jsonb_build_object(
      'organizationName', o.name, 'productName', o.product_name, 'supportContact', nullif(o.support_contact, ''),
      'termsUrl', nullif(o.legal->>'termsUrl', ''), 'privacyUrl', nullif(o.legal->>'privacyUrl', ''),
      'timeZone', nullif(o.time_zone, ''), 'defaultLocale', o.locale, 'languages', to_jsonb(s.languages), 'look', s.look
    ) as brand
  from organizations o join shown_brands s on s.organization_id = o.id;

-- A sign-in that began at the door of an organization: whose brand its pages have.
alter table flows add column door_organization_id text collate "C" references organizations;
