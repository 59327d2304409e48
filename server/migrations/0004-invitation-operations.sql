-- Correcting, extending, reminding of and counting invitations.

-- `address_version` grows whenever an invitation moves to another address. A flow that was begun for an earlier one is
-- over: it carries the version that its link was read with.
alter table invitations
  add column address_version integer not null default 0,
  add column address_changed_at timestamptz;
alter table flows add column address_version integer not null default 0;

-- What was sent out, counted by the day (UTC), so that nobody uses an organization to send mail to strangers. The key
-- is an account, an organization or an address. One row is locked by whoever counts on it: of two at the limit one wins.
create table invitation_counts (
  scope text not null check (scope in ('inviter', 'organization', 'recipient')),
  key text collate "C" not null,
  day date not null,
  used integer not null,
  primary key (scope, key, day)
);
create index invitation_counts_day on invitation_counts (day);
