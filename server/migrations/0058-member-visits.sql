-- When a member signed in last stands apart from the membership: it changes at each sign-in, and the membership, with its
-- words and its names in five orders, stood in more than a dozen indexes that each change wrote anew.

-- Of whoever is a member now: who was removed leaves no visit behind.
create table member_visits (
  membership_id text collate "C" primary key references memberships (id) on delete cascade,
  organization_id text collate "C" not null,
  account_id text collate "C" not null,
  -- Wherever they work; the beginning of time for whoever never did.
  last_sign_in_at timestamptz not null
);

insert into member_visits (membership_id, organization_id, account_id, last_sign_in_at)
select id, organization_id, account_id, coalesce(last_sign_in_at, to_timestamp(0)) from memberships
where state <> 'removed';

create index member_visits_seen on member_visits (organization_id, last_sign_in_at desc, membership_id desc);
create index member_visits_account on member_visits (account_id);
analyze member_visits;

create or replace function fill_member() returns trigger language plpgsql as $$
begin
  select a.name into new.sort_name from accounts a where a.id = new.account_id for share;
  new.words := coalesce(member_words(new.account_id), '');
  return new;
end $$;

create function note_member() returns trigger language plpgsql as $$
begin
  if new.state = 'removed' then
    delete from member_visits where membership_id = new.id;
    return null;
  end if;
  insert into member_visits (membership_id, organization_id, account_id, last_sign_in_at)
  select new.id, new.organization_id, new.account_id, coalesce(max(s.signed_in_at), to_timestamp(0))
  from sessions s where s.account_id = new.account_id
  on conflict (membership_id) do nothing;
  return null;
end $$;
create trigger memberships_note after insert or update of state on memberships
  for each row execute function note_member();

create or replace function member_signs_in() returns trigger language plpgsql as $$
begin
  update member_visits set last_sign_in_at = new.signed_in_at where account_id = new.account_id;
  return null;
end $$;

drop index memberships_seen;
alter table memberships drop column last_sign_in_at;

-- Ids that are compared with those of other tables sort as they do: an index of another collation is of no use to them.
alter table saved_views
  alter column organization_id type text collate "C",
  alter column owner_id type text collate "C";
alter table default_views
  alter column organization_id type text collate "C",
  alter column account_id type text collate "C";
