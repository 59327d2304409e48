-- Codes by text message as a second step: to one proven number of the account, which is told from every other (and goes with
-- the number when that leaves the account).
alter table second_factors add column destination text collate "C";
alter table second_factors add constraint second_factors_destination check ((kind = 'sms') = (destination is not null));
create index second_factors_number on second_factors (destination) where destination is not null;

-- False where an organization of the account does not take text messages as a second step.
create function sms_factor_allowed(account text) returns boolean language sql stable parallel safe as $$
  select not exists (
    select from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
    where m.account_id = account and m.state = 'active' and (o.policies->>'smsFactor')::boolean is false)
$$;
