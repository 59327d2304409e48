-- What the operator does at the command line, and what keeps a house in order: restoring, sweeping, looking back.

-- An import that the operator began is nobody's account's, as `invitations.created_by` may be already: whoever works at
-- the command line may invite whom an owner may.
alter table imports alter column created_by drop not null;

-- After a restore nobody knows which of the messages that waited have left in the meantime: they are held until somebody
-- releases or discards them, and their jobs wait at the end of time (`run_at = 'infinity'`). New messages leave as ever.
alter table messages add column held_at timestamptz;
create index messages_held on messages (organization_id) where held_at is not null;
