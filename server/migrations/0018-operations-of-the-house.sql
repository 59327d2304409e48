-- What the operator does at the command line, and what keeps a house in order: restoring, sweeping, looking back.

-- An import that the operator began is nobody's account's, as `invitations.created_by` may be already: whoever works at
-- the command line may invite whom an owner may.
alter table imports alter column created_by drop not null;

-- After a restore nobody knows which of the messages that waited have left in the meantime: they are held until somebody
-- releases or discards them, and their jobs wait at the end of time (`run_at = 'infinity'`). New messages leave as ever.
alter table messages add column held_at timestamptz;
create index messages_held on messages (organization_id) where held_at is not null;

-- The sign-in log, by any set of filters: newest first, cut by id, which is made of the time. `address_of` is null for what
-- is no address; a sign-in is never refused for it.
create function address_of(text) returns inet language sql immutable strict parallel safe as $$
  select case when $1 ~ '^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*)$' then $1::inet end
$$;
create index sign_in_events_identifier on sign_in_events using gin (lower(identifier) gin_trgm_ops);
create index sign_in_events_person on sign_in_events (organization_id, account_id, id desc);
create index sign_in_events_method on sign_in_events (organization_id, method, id desc);
create index sign_in_events_failure on sign_in_events (organization_id, reason, id desc) where result = 'failure';
create index sign_in_events_network on sign_in_events (organization_id, (address_of(ip)), id desc);
