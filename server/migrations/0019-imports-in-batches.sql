-- Imports run in batches, tell whoever started them, and can be undone for a day.

-- Who waits for it decides which job goes first: 0 somebody who looks at a screen (a code, one invitation), 1 work that
-- somebody comes back to (an import), 2 mail by the thousand. Within a lane by time.
alter table jobs add column lane smallint not null default 0 check (lane in (0, 1, 2));
drop index jobs_due;
create index jobs_due on jobs (lane, run_at);

-- `undoing`: the invitations of a run that nobody has opened are being withdrawn; `undone` is the end of that.
alter table imports drop constraint imports_state_check;
alter table imports add constraint imports_state_check
  check (state in ('uploaded', 'ready', 'running', 'done', 'stopped', 'undoing', 'undone'));
-- Who began the last run, and when; `left_at`: they went away while it ran, so they hear of its end by mail.
alter table imports
  add column started_by text collate "C" references accounts,
  add column started_at timestamptz,
  add column left_at timestamptz;
create index imports_running on imports (organization_id) where state in ('running', 'undoing');

-- `withdrawn`: it was invited, and the invitation is withdrawn by undoing. `kept`: somebody had opened it before.
alter table import_rows drop constraint import_rows_state_check;
alter table import_rows add constraint import_rows_state_check
  check (state in ('new', 'again', 'member', 'suppressed', 'invalid', 'created', 'skipped', 'failed', 'withdrawn', 'kept'));
