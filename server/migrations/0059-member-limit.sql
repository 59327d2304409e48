-- How many members an organization may have; null: as many as come. Those who are suspended count, those who were removed do not.
alter table organizations add column member_limit integer check (member_limit between 1 and 1000000);

-- Nobody comes in above the limit, by whatever way: the last word on every place that begins. Of two who come at once the
-- second waits for the first, and counts them: each statement of a volatile function sees what was committed before it.
-- Admission takes the same lock before it grants anything, and says so in words (take-seat.ts); who gets as far as this is
-- told that somebody was quicker.
create function refuse_above_limit() returns trigger language plpgsql as $$
declare
  most integer;
begin
  select member_limit into most from organizations where id = new.organization_id and member_limit is not null
    for no key update;
  if most is null then return new; end if;
  if exists (select from memberships
    where organization_id = new.organization_id and account_id = new.account_id and state <> 'removed')
  then return new; end if;
  if (select count(*) from memberships where organization_id = new.organization_id and state <> 'removed') >= most
  then raise exception 'CONFLICT' using errcode = 'GH001'; end if;
  return new;
end $$;

create trigger memberships_limit before insert on memberships
  for each row when (new.state <> 'removed') execute function refuse_above_limit();
create trigger memberships_return_limit before update of state on memberships
  for each row when (old.state = 'removed' and new.state <> 'removed') execute function refuse_above_limit();
