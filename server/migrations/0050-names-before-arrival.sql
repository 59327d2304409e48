-- Whom an administrator adds may get a user name before they come: it is theirs from that moment on.
alter table invitations add column username text collate "C"
  check (username ~ '^[A-Za-z0-9._-]{1,20}$' and username ~ '[A-Za-z]');

-- The user names of an organization in lower case, of members and of whoever is only added. One key for both, so that of two
-- who want the same name at the same time one gets it. A name that is kept for an invitation is freed with its end.
create table user_names (
  organization_id text collate "C" not null references organizations,
  name text collate "C" not null,
  membership_id text collate "C" references memberships on delete cascade,
  invitation_id text collate "C" references invitations on delete cascade deferrable initially deferred,
  primary key (organization_id, name),
  check (num_nonnulls(membership_id, invitation_id) = 1)
);
create unique index user_names_membership on user_names (membership_id) where membership_id is not null;
create unique index user_names_invitation on user_names (invitation_id) where invitation_id is not null;
insert into user_names (organization_id, name, membership_id)
  select organization_id, lower(username), id from memberships where username is not null;

create function hold_user_name() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then delete from user_names where membership_id = old.id; end if;
  if new.username is not null then
    insert into user_names (organization_id, name, membership_id) values (new.organization_id, lower(new.username), new.id);
  end if;
  return null;
end $$;
create trigger memberships_hold_name after update on memberships
  for each row when (old.username is distinct from new.username) execute function hold_user_name();
create trigger memberships_bring_name after insert on memberships
  for each row when (new.username is not null) execute function hold_user_name();

-- Whoever comes takes the name along: the statement that accepts answers it. Of all others it is free, and forgotten.
create function free_user_name() returns trigger language plpgsql as $$
begin
  delete from user_names where invitation_id = new.id;
  if new.state <> 'accepted' then new.username := null; end if;
  return new;
end $$;
create trigger invitations_free_name before update of state, username on invitations
  for each row when (old.username is not null and (new.username is null
    or new.state in ('accepted', 'declined', 'expired', 'revoked', 'superseded'))) execute function free_user_name();
