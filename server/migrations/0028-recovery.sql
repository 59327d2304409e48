-- Setting a password anew: links that lead to it, one-time passwords, and who must choose a new one.

-- A link by mail or text message with which a person sets a new password. Only a hash of its secret is kept; it is used up
-- by one guarded statement, when the person presses it.
create table password_links (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  -- SHA-256 of 32 random bytes, or the keyed hash of the short code of a text message.
  secret_hash bytea not null unique,
  -- The proven address that it went to.
  sent_to text collate "C" not null,
  -- Who began it: an organization's administrator; nulls where the person asked for it.
  organization_id text collate "C" references organizations,
  begun_by text collate "C" references accounts,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- Another password was set since, or somebody took it back.
  dead_at timestamptz
);
create index password_links_account on password_links (account_id, created_at desc);
create index password_links_end on password_links (expires_at);

-- At most one per account, instead of its password: it leads to setting one and to nothing else. PHC string of Argon2id.
create table temporary_passwords (
  account_id text collate "C" primary key references accounts,
  hash text not null,
  organization_id text collate "C" not null references organizations,
  begun_by text collate "C" not null references accounts,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index temporary_passwords_end on temporary_passwords (expires_at);

-- Since when the person must choose a new password at their next sign-in, and why.
alter table accounts
  add column password_due_at timestamptz,
  add column password_due_by text check (password_due_by in ('administrator', 'temporary')),
  add constraint accounts_password_due check ((password_due_at is null) = (password_due_by is null));

alter table flows drop constraint flows_kind_check;
alter table flows add constraint flows_kind_check check (kind in ('invitation', 'sign-in', 'confirm', 'recovery'));
alter table flows
  add column password_link_id text collate "C" references password_links,
  -- "Later" was said to setting a password.
  add column password_postponed_at timestamptz;
create index flows_password_link on flows (password_link_id) where password_link_id is not null;

-- Added by an administrator instead of invited: signing in with a code is enough, nothing is pressed.
alter table invitations add column added boolean not null default false;
create index invitations_added on invitations (organization_id, id desc) where added;
