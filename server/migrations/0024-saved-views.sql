-- Lists as somebody wants to see them again: filters, order and hidden columns as they stand in the address of the list,
-- under a name. A view is its owner's alone, or everybody's who may read the list.
create table saved_views (
  id text collate "C" primary key,
  organization_id text not null references organizations,
  list text not null,
  owner_id text not null references accounts,
  shared boolean not null,
  name text not null check (char_length(name) between 1 and 64),
  -- The name as it is compared: case and width of letters make no other name.
  name_key text not null,
  -- A filter that a later release no longer knows stays as it is.
  search jsonb not null check (jsonb_typeof(search) = 'object'),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- Of two that save under one name, one wins.
create unique index saved_views_own on saved_views (organization_id, owner_id, list, name_key) where not shared;
create unique index saved_views_shared on saved_views (organization_id, list, name_key) where shared;
create index saved_views_of_organization on saved_views (organization_id, list);

-- The view with which a list opens, of each person.
create table default_views (
  organization_id text not null references organizations,
  account_id text not null references accounts,
  list text not null,
  view_id text collate "C" not null references saved_views on delete cascade,
  primary key (organization_id, account_id, list)
);
create index default_views_view on default_views (view_id);
