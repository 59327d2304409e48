-- An attempt to edit the log is refused and leaves a trace, whoever makes it. What a trigger writes into a table goes away
-- with the transaction that it fails; a sequence does not: it counts attempts that were rolled back, too, of psql as of the
-- application. A job takes the counts up into the log itself, in a transaction of its own. `setval`, not `nextval`: the
-- latter writes 32 numbers ahead, which a crash would turn into attempts that nobody made.
create sequence audit_refused_update minvalue 0 start 0;
create sequence audit_refused_delete minvalue 0 start 0;
create sequence audit_refused_truncate minvalue 0 start 0;

-- As far as the log tells of it: refused attempts by operation, and of 'guard' 1 while a trigger was found missing.
create table audit_watch (
  what text primary key check (what in ('update', 'delete', 'truncate', 'guard')),
  seen bigint not null default 0
);
insert into audit_watch (what) values ('update'), ('delete'), ('truncate'), ('guard');

-- SQLSTATE GHA01 is this and nothing else: by it PostgreSQL's own log, which names role and statement, is searched.
-- `security definer`: the count goes up for a role that may not touch the sequence as well.
create or replace function refuse_change_of_log() returns trigger language plpgsql security definer
set search_path from current as $$
declare
  attempts regclass := format('audit_refused_%s', lower(tg_op))::regclass;
  known bigint;
begin
  execute format('select last_value from %s', attempts) into known;
  perform setval(attempts, known + 1);
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'GHA01',
    detail = format('Attempt by the role %s.', session_user);
end $$;

-- The whole chain's head, to be noted elsewhere, is asked for by its hash.
create index audit_seals_hash on audit_seals (hash);
