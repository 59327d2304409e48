-- What a stopped page of the door shows, and support types: it leads to the diagnosis of exactly that stop. No secret is
-- in it. One row per flow (or link that was opened before any flow began) and error: a scanner that opens a link again
-- and again adds nothing. Ends after 30 days, decided at read; a recurring job takes the rest away.
create table stop_references (
  -- Eight characters without 0 O 1 I L, as kernel/reference.ts makes them.
  code text collate "C" primary key check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),
  -- The flow, else the invitation, else the request that failed.
  subject text collate "C" not null,
  -- A code of contract/src/errors.ts, and the requirement that was open.
  error text collate "C" not null,
  requirement text,
  flow_id text collate "C",
  invitation_id text collate "C" references invitations,
  -- Of the invitation; null where a sign-in stopped, which leads to the address that was typed.
  organization_id text collate "C" references organizations,
  request_id text collate "C" not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  unique (subject, error)
);
create index stop_references_request on stop_references (request_id);
create index stop_references_invitation on stop_references (invitation_id, at) where invitation_id is not null;
create index stop_references_error on stop_references (error, at);
create index stop_references_end on stop_references (expires_at);

-- What was inserted since waits in a list that every look-up reads through: it is kept short (in kB), so that one who is
-- invited while thousands are is found as fast as anybody.
alter index invitations_near set (gin_pending_list_limit = 64);
alter index identifiers_near set (gin_pending_list_limit = 64);

-- Members are found by a part of their name as invited people are.
create index accounts_name_search on accounts using gin (lower(name) gin_trgm_ops);
