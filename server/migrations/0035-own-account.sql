-- What people say of themselves, take with them, and end: how they want to be called, their data, their account.

-- Empty: by their name.
alter table accounts add column call_name text not null default '';

-- An account that its owner wants deleted goes at `deletion_due_at`; signing in before that keeps it. Erased: nothing of the
-- person is left but the id, by which the audit log still tells one actor from another.
alter table accounts
  add column deletion_asked_at timestamptz,
  add column deletion_due_at timestamptz,
  add column erased_at timestamptz,
  add constraint accounts_deletion check ((deletion_asked_at is null) = (deletion_due_at is null));
create index accounts_deletion on accounts (deletion_due_at) where deletion_due_at is not null;

-- At most one file per account: everything about its owner, for a day. `content` is a ZIP archive; null while it is written.
create table own_data_files (
  account_id text collate "C" primary key references accounts,
  id text collate "C" not null unique,
  locale text not null,
  asked_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  content bytea
);

-- Sessions are removed some time after their end, and a change outlives them.
alter table identifier_changes drop constraint identifier_changes_session_id_fkey;
