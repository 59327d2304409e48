-- Work on many things at once that a person began and watches: bulk actions and exports. One table for all of them, so
-- that there is one list of what is under way, one progress bar and one Stop.

create table operations (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  -- One of OPERATION_KINDS; whose work it is says the runner of that kind.
  kind text not null,
  -- `waiting`: not before `starts_at`, so that taking it back prevents it altogether.
  state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'undone', 'failed')),
  total integer,
  done integer not null default 0,
  -- Of `done`: how many by result.
  counts jsonb not null default '{}',
  -- What the runner needs to know, and how far it is. No secrets.
  input jsonb not null default '{}',
  position text,
  result jsonb not null default '{}',
  -- The operation that this one takes back.
  undoes text collate "C" references operations,
  file_name text,
  created_by text collate "C" not null references accounts,
  created_at timestamptz not null,
  starts_at timestamptz not null,
  ended_at timestamptz
);
create index operations_list on operations (organization_id, id desc);
create index operations_own on operations (organization_id, created_by, id desc);
-- Of two who take the same operation back one is first.
create unique index operations_undoes on operations (undoes) where undoes is not null;

-- What becomes of each single thing; chosen when the operation begins, so that exactly those are touched that were
-- counted then. A row is moved once, by `update ... where state = 'waiting'` in the transaction that does its work.
create table operation_rows (
  operation_id text collate "C" not null references operations on delete cascade,
  row integer not null,
  subject_id text collate "C" not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'failed')),
  code text,
  params jsonb not null default '{}',
  -- How it was before: what taking back restores.
  before jsonb,
  primary key (operation_id, row)
);
create index operation_rows_state on operation_rows (operation_id, state, row);

-- What an export wrote, in parts, in the order of their numbers.
create table operation_files (
  operation_id text collate "C" not null references operations on delete cascade,
  part integer not null,
  content text not null,
  primary key (operation_id, part)
);
