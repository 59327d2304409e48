-- Addresses and numbers that people change themselves: one row per change, from the wish to its end. Nothing of the change
-- is true before the code that went to the new address was typed; whoever had the former one takes everything back for
-- seven days, with the secret that went there.

create table identifier_changes (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  act text not null check (act in ('add', 'replace', 'remove', 'make-primary')),
  kind text not null check (kind in ('email', 'phone')),
  -- What it is about: the new address; of `remove` the one that went, of `make-primary` the one that was chosen.
  canonical text collate "C" not null,
  shown text not null,
  -- The one that is replaced, else the primary one of that kind until then; null where there was none.
  former_canonical text collate "C",
  former_shown text,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'undone', 'dead')),
  -- The session that asked, and the only one that can end it (ASVS 6.6.2). Null: somebody else asked for it, and the person
  -- has not taken it up.
  session_id text collate "C" references sessions,
  -- An administrator, and of which organization.
  asked_by text collate "C" references accounts,
  organization_id text collate "C" references organizations,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  done_at timestamptz,
  -- When it was given up, came to nothing, or was taken back.
  ended_at timestamptz,
  -- SHA-256 of 128 random bits, told to the former addresses when the change was done.
  undo_hash bytea unique,
  undo_until timestamptz
);
-- One at a time of each kind: a new wish ends the one before.
create unique index identifier_changes_waiting on identifier_changes (account_id, kind) where state = 'waiting';
create index identifier_changes_account on identifier_changes (account_id, id desc);

-- A code is asked for by a flow, or by the change of an address.
alter table one_time_codes drop constraint one_time_codes_flow_id_fkey;
-- Codes to a number that is a second step, or is to become one.
alter table one_time_codes drop constraint one_time_codes_purpose_check;
alter table one_time_codes add constraint one_time_codes_purpose_check
  check (purpose in ('prove-address', 'sign-in', 'add-address', 'second-factor', 'add-factor'));
