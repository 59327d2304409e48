-- What a member signs in with in one organization, shown as it was written. No `@` and no name without a letter: neither an
-- address nor a number can be meant by it.
alter table memberships add column username text collate "C"
  check (username ~ '^[A-Za-z0-9._-]{1,20}$' and username ~ '[A-Za-z]');
create unique index memberships_username on memberships (organization_id, lower(username)) where username is not null;

-- Whoever is removed, in whatever way, gives the name back. People are searched by it as by their name and addresses.
create function name_member() returns trigger language plpgsql as $$
begin
  if new.state = 'removed' then new.username := null; end if;
  new.words := coalesce(member_words(new.account_id), '') || coalesce(' ' || lower(new.username), '');
  return new;
end $$;
create trigger memberships_username before update of username, words, state on memberships
  for each row execute function name_member();
