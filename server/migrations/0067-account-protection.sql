-- What an organization asks of its members' accounts holds while it is suspended too: it comes back with everything that they
-- can reach. Twin of `bindsSql`.
create or replace function sms_factor_allowed(account text) returns boolean language sql stable parallel safe as $$
  select not exists (
    select from memberships m join organizations o on o.id = m.organization_id and o.state in ('active', 'suspended')
    where m.account_id = account and m.state = 'active' and (o.policies->>'smsFactor')::boolean is false)
$$;

-- When a second step was set up in this flow: it proves no more than what the flow began with.
alter table flows add column factor_added_at timestamptz;
