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
      'organizationId', o.id, 'organizationName', o.name, 'senderName', coalesce(s.sender_name, o.name), 'productName', o.product_name, 'supportContact', nullif(o.support_contact, ''),
      'termsUrl', nullif(o.legal->>'termsUrl', ''), 'privacyUrl', nullif(o.legal->>'privacyUrl', ''),
      'timeZone', nullif(o.time_zone, ''), 'defaultLocale', o.locale, 'languages', to_jsonb(s.languages), 'look', s.look
    ) as brand
  from organizations o join shown_brands s on s.organization_id = o.id;

-- The brand of whoever runs this installation, its oldest organization: it speaks for the place, not for itself.
create view house_brand as
  select organization_id, brand || jsonb_build_object('organizationId', null, 'organizationName', null, 'termsUrl', null,
    'privacyUrl', null, 'senderName', coalesce(
      (select s.sender_name from shown_brands s where s.organization_id = d.organization_id), brand->>'productName')) as brand
  from door_brands d
  where organization_id = (select h.id from organizations h where h.state = 'active' order by h.id limit 1);

-- A sign-in that began at the door of an organization: whose brand its pages have.
alter table flows add column door_organization_id text collate "C" references organizations;

-- A message of no organization that is sent at the door of one.
alter table messages add column door_organization_id text collate "C" references organizations;

-- How a message speaks: in which of the offered languages, in whose words and dress.
create view message_voices as
  select m.id,
    jsonb_build_object(
      'locale', l.locale, 'productName', o.product_name, 'organizationName', o.name, 'senderName', s.sender_name,
      'mail', s.look->'mail', 'ownTexts', (select jsonb_object_agg(w.key, w.text) from message_texts w
        where w.organization_id = o.id and w.locale = l.locale)
    ) as voice,
    s.look->'mail'->'logo'->>'name' as logo
  from messages m
  join organizations o on o.id = coalesce(m.door_organization_id, m.organization_id,
    (select h.id from organizations h where h.state = 'active' order by h.id limit 1))
  join shown_brands s on s.organization_id = o.id
  cross join lateral (
    select case when s.languages is null or m.locale = any(s.languages) then m.locale else o.locale end as locale) l;
