-- Somebody has lost every second step. They ask at the page that asks for it, everybody who can reach them is told at once,
-- somebody of their organization decides, and after a waiting time, too, whoever proves the first step sets up anew.
create table recovery_requests (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  -- Who decides: the organization that they have been in the longest.
  organization_id text collate "C" not null references organizations,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected', 'stopped', 'expired', 'done')),
  note text not null default '',
  -- How the first step was proven, and from where.
  proven_by text[] not null,
  ip text not null,
  user_agent text not null,
  asked_at timestamptz not null,
  -- Not before, whatever was decided; and not after.
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text collate "C" references accounts,
  reason text,
  ended_at timestamptz,
  -- SHA-256 of the secret of "this was not me", told on every channel.
  stop_hash bytea not null unique,
  -- Nobody decides about themselves.
  check (decided_by <> account_id)
);
create unique index recovery_requests_open on recovery_requests (account_id) where state in ('waiting', 'approved');
create index recovery_requests_list on recovery_requests (organization_id, id desc);
