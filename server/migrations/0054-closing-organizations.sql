-- Organizations are suspended, and come back as they were; or they go for good, after a time in which that can be undone.

-- Suspended: why, by whom, and of which organization that person acted; no organization: whoever runs this installation.
-- While a deletion waits the state is `suspended` as well: without `suspended_at` the organization worked until it was asked for.
alter table organizations
  add column suspended_at timestamptz,
  add column suspended_by text collate "C" references accounts,
  add column suspended_by_organization text collate "C" references organizations,
  add column suspend_reason text,
  add column deletion_asked_at timestamptz,
  add column deletion_due_at timestamptz,
  add column deletion_asked_by text collate "C" references accounts,
  add column deletion_asked_by_organization text collate "C" references organizations,
  add column deletion_reason text,
  -- Nobody gets in any more, and nothing is added; `erased_at`: nothing of it is left to be erased.
  add column deleted_at timestamptz,
  add column erased_at timestamptz,
  add constraint organizations_deletion check (
    (deletion_asked_at is null) = (deletion_due_at is null) and (deletion_due_at is null or state in ('suspended', 'deleted')));

-- Due deletions, those that are not erased yet, and names that are given free again.
create index organizations_deletion_due on organizations (deletion_due_at) where deletion_due_at is not null and state = 'suspended';
create index organizations_unerased on organizations (id) where state = 'deleted' and erased_at is null;
create index organizations_deleted on organizations (deleted_at) where state = 'deleted';

-- Whoever runs this installation does not change because they are suspended: another one must not speak for the place then.
create or replace view house_brand as
  select organization_id, brand || jsonb_build_object('organizationId', null, 'organizationName', null, 'termsUrl', null,
    'privacyUrl', null, 'senderName', coalesce(
      (select s.sender_name from shown_brands s where s.organization_id = d.organization_id), brand->>'productName')) as brand
  from door_brands d
  where organization_id = (select h.id from organizations h order by h.state = 'deleted', h.id limit 1);

create or replace view message_voices as
  select m.id,
    jsonb_build_object(
      'locale', l.locale, 'productName', o.product_name, 'organizationName', o.name, 'senderName', s.sender_name,
      'mail', s.look->'mail', 'ownTexts', (select jsonb_object_agg(w.key, w.text) from message_texts w
        where w.organization_id = o.id and w.locale = l.locale)
    ) as voice,
    s.look->'mail'->'logo'->>'name' as logo
  from messages m
  join organizations o on o.id = coalesce(m.door_organization_id, m.organization_id,
    (select h.id from organizations h order by h.state = 'deleted', h.id limit 1))
  join shown_brands s on s.organization_id = o.id
  cross join lateral (
    select case when s.languages is null or m.locale = any(s.languages) then m.locale else o.locale end as locale) l;
