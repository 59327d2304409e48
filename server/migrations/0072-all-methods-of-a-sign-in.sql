-- Everything that a sign-in was proven with, in the order in which it was given; null where `method` was all of it. No way
-- in asks for more than three. A list of one method is read from one index for each place that it can have.
alter table sign_in_events add column methods text[];
create index sign_in_events_second on sign_in_events (organization_id, (methods[2]), id desc) where methods is not null;
create index sign_in_events_third on sign_in_events (organization_id, (methods[3]), id desc) where methods[3] is not null;
