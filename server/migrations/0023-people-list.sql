-- The list of people at a hundred thousand of them: what it is sorted and searched by stands in the membership itself, for
-- a join before the limit would walk through everybody. Kept by triggers, so that no way in and no change of a name or an
-- address can leave it behind.

alter table memberships
  add column sort_name text not null default '',
  -- Name and addresses in lower case.
  add column words text not null default '',
  -- When the person signed in last, wherever they work.
  add column last_sign_in_at timestamptz;

create index memberships_of_account on memberships (account_id);

create function member_words(of_account text) returns text language sql stable as $$
  select lower(a.name) || coalesce((select string_agg(' ' || i.canonical, '' order by i.canonical)
    from identifiers i where i.account_id = a.id), '')
  from accounts a where a.id = of_account
$$;

-- The account is locked against a change of its name meanwhile: whoever comes second sees what the first did.
create function fill_member() returns trigger language plpgsql as $$
begin
  select a.name into new.sort_name from accounts a where a.id = new.account_id for share;
  new.words := coalesce(member_words(new.account_id), '');
  select max(s.signed_in_at) into new.last_sign_in_at from sessions s where s.account_id = new.account_id;
  return new;
end $$;
create trigger memberships_fill before insert on memberships for each row execute function fill_member();

create function rename_members() returns trigger language plpgsql as $$
begin
  update memberships set sort_name = new.name, words = member_words(new.id) where account_id = new.id;
  return null;
end $$;
create trigger accounts_rename_members after update of name on accounts
  for each row when (old.name is distinct from new.name) execute function rename_members();

create function readdress_members() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update memberships set words = member_words(old.account_id) where account_id = old.account_id;
  end if;
  if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.account_id <> old.account_id) then
    update memberships set words = member_words(new.account_id) where account_id = new.account_id;
  end if;
  return null;
end $$;
create trigger identifiers_readdress_members after insert or delete or update of canonical, account_id on identifiers
  for each row execute function readdress_members();

create function member_signs_in() returns trigger language plpgsql as $$
begin
  update memberships set last_sign_in_at = new.signed_in_at where account_id = new.account_id;
  return null;
end $$;
create trigger sessions_member_signs_in after insert on sessions for each row execute function member_signs_in();

update memberships m set sort_name = a.name, words = coalesce(member_words(a.id), ''),
  last_sign_in_at = (select max(s.signed_in_at) from sessions s where s.account_id = a.id)
from accounts a where a.id = m.account_id;

-- Names in the order of each language: Chinese by Pinyin or by strokes, ł after l, Cyrillic where its readers look for it.
-- Where PostgreSQL was built without ICU they sort by code, and everything else is as elsewhere.
do $$
declare
  collation_of text[][] := array[['en', 'en'], ['pl', 'pl'], ['ru', 'ru'], ['zh_cn', 'zh-Hans'], ['zh_tw', 'zh-Hant']];
  one text[];
begin
  foreach one slice 1 in array collation_of loop
    begin
      execute format('create collation names_%s (provider = icu, locale = %L)', one[1], one[2]);
    exception when feature_not_supported then
      execute format('create collation names_%s from "C"', one[1]);
    end;
    execute format('create index memberships_name_%1$s on memberships
      (organization_id, sort_name collate names_%1$s, id) where state <> ''removed''', one[1]);
  end loop;
end $$;

create index memberships_seen on memberships
  (organization_id, (coalesce(last_sign_in_at, to_timestamp(0))) desc, id desc) where state <> 'removed';
create index memberships_roles on memberships using gin (roles) where state <> 'removed' and roles <> array['member'];
create index memberships_words on memberships using gin (words gin_trgm_ops) where state <> 'removed';
alter table memberships alter column words set statistics 1000;
create index join_requests_account on join_requests (organization_id, account_id);
