-- How many members each organization has, suspended ones too: kept as they come and go. With a limit it is asked at each invitation
-- and at each arrival, and to count is to go through all of them.
create table member_counts (
  organization_id text collate "C" primary key references organizations on delete cascade,
  members integer not null
);

-- The last word on the limit (0059): of two who come for the last place at once the second waits for the row of the first, and finds
-- one too many. Whoever takes this row takes it after that of the membership.
create function count_members(organization text, difference integer) returns void language plpgsql as $$
declare
  counted integer;
begin
  insert into member_counts as c (organization_id, members) values (organization, greatest(difference, 0))
  on conflict (organization_id) do update set members = c.members + difference returning c.members into counted;
  if difference > 0 and counted > (select o.member_limit from organizations o where o.id = organization)
  then raise exception 'CONFLICT' using errcode = 'GH001'; end if;
end $$;

create function count_who_came_or_went() returns trigger language plpgsql as $$
begin
  perform count_members(organization_id, (case tg_op when 'INSERT' then many else -many end)::integer) from (
    select organization_id, count(*) as many from changed where state <> 'removed' group by 1 order by 1) each;
  return null;
end $$;
create trigger memberships_count_came after insert on memberships referencing new table as changed
  for each statement execute function count_who_came_or_went();
create trigger memberships_count_gone after delete on memberships referencing old table as changed
  for each statement execute function count_who_came_or_went();

create function count_who_moved() returns trigger language plpgsql as $$
begin
  perform count_members(new.organization_id, case when new.state = 'removed' then -1 else 1 end);
  return null;
end $$;
create trigger memberships_count_moved after update of state on memberships
  for each row when ((old.state = 'removed') <> (new.state = 'removed')) execute function count_who_moved();

drop trigger memberships_limit on memberships;
drop trigger memberships_return_limit on memberships;
drop function refuse_above_limit();

-- The triggers keep others from writing until this is committed: nobody is missed.
insert into member_counts (organization_id, members)
select organization_id, count(*) from memberships where state <> 'removed' group by 1;
