-- The audit log becomes append-only and tamper-evident.
--
-- A writer inserts its event and, in the same statement, its mark in `audit_unsealed`: two rows of its own, so writers
-- never wait for each other. Every second a job takes the marks that it can see, writes a seal over their events and
-- deletes the marks, in one transaction. Which events a seal covers is written in it (`event_ids`), so an event of a slow
-- transaction, which shows up late under a low id, goes into a later seal, and each event goes into exactly one.
create table audit_unsealed (
  event_id bigint primary key
);
insert into audit_unsealed select id from audit_events;

-- One chain per organization ('' for events of none). `digests` holds 16 bytes of each event's HMAC, in the order of
-- `event_ids`: by them a check names the event that was altered. `hash` is an HMAC over all of the row and, through
-- `previous`, over every seal before it. The key is derived from the master key, which is not in the database: whoever
-- can write here cannot write a seal that holds.
create table audit_seals (
  organization_id text collate "C" not null,
  seq bigint not null check (seq > 0),
  event_ids bigint[] not null check (cardinality(event_ids) > 0),
  digests bytea not null check (length(digests) = 16 * cardinality(event_ids)),
  previous bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (organization_id, seq)
);

-- Nobody edits the log, whatever the role; the attempt fails with these words. `always`: also under
-- session_replication_role = replica. There is no way around for the application: it never needs one.
create function refuse_change_of_log() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function refuse_change_of_log();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function refuse_change_of_log();
create trigger audit_seals_append_only before update or delete on audit_seals
  for each row execute function refuse_change_of_log();
create trigger audit_seals_no_truncate before truncate on audit_seals
  for each statement execute function refuse_change_of_log();
alter table audit_events enable always trigger audit_events_append_only;
alter table audit_events enable always trigger audit_events_no_truncate;
alter table audit_seals enable always trigger audit_seals_append_only;
alter table audit_seals enable always trigger audit_seals_no_truncate;

-- The page of the log: by time, cut by (at, id); one index per filter.
create index audit_events_time on audit_events (organization_id, at desc, id desc);
create index audit_events_action on audit_events (organization_id, action, at desc, id desc);
create index audit_events_actor on audit_events (organization_id, actor_id, at desc, id desc);
create index audit_events_about on audit_events (organization_id, subject_id, at desc, id desc);
create index audit_events_search on audit_events using gin
  (lower(change::text || ' ' || subject_id || ' ' || ip || ' ' || request_id) gin_trgm_ops);
