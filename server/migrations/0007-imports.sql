-- Many invitations at once: a list is uploaded, checked row by row without any effect, then run by a job.

create table imports (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  -- `uploaded`: no column is known to hold addresses. A run that was stopped may be run on.
  state text not null check (state in ('uploaded', 'ready', 'running', 'done', 'stopped')),
  file_name text not null,
  format text not null check (format in ('csv', 'xlsx', 'text')),
  encoding text,
  delimiter text,
  has_header boolean not null,
  columns jsonb not null,
  mapping jsonb not null,
  sample jsonb not null,
  row_count integer not null,
  -- Kind, roles and language of the invitations, once it was run.
  options jsonb,
  created_by text collate "C" not null references accounts,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index imports_list on imports (organization_id, id desc);

-- The file, to be read again in another encoding. Gone once the import is run.
create table import_files (
  import_id text collate "C" primary key references imports on delete cascade,
  content bytea not null
);

-- `state` holds what a row is, then what became of it. The run moves each row once, by `update ... where state = 'new'`
-- in the transaction that makes its invitation: whatever is killed or run twice, nobody is invited twice.
create table import_rows (
  import_id text collate "C" not null references imports on delete cascade,
  -- Counted from 1, without the header.
  row integer not null,
  state text not null check (state in ('new', 'again', 'member', 'suppressed', 'invalid', 'created', 'skipped', 'failed')),
  cells jsonb not null,
  address_canonical text collate "C",
  field text,
  code text,
  params jsonb not null default '{}',
  invitation_id text collate "C" references invitations,
  primary key (import_id, row)
);
create index import_rows_state on import_rows (import_id, state, row);
