-- Accounts, organizations, sessions, invitations, flows, the outbox, jobs, audit: the first release.
-- Ids are prefixed text (`inv_...`), made by the application; the "C" collation sorts them by age on every server.
-- Times are timestamptz. Whatever ends by time is decided at read: no row here needs a clean-up job to be right.

create extension if not exists pg_trgm;

-- One row: this installation. The first owner is made with a one-time token, once (`completed_at` is the guard).
create table installation (
  only_row boolean primary key default true check (only_row),
  setup_token_hash bytea,
  completed_at timestamptz,
  created_at timestamptz not null default now()
);
insert into installation default values;

-- A person. Global: belongs to no organization. `pending` until the first credential or proven identity is there.
create table accounts (
  id text collate "C" primary key,
  state text not null default 'pending' check (state in ('pending', 'active', 'disabled', 'deleted')),
  name text not null default '',
  locale text,
  time_zone text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- What a person is found by. Whoever proves an address owns it; unverified rows never block anybody.
create table identifiers (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  kind text not null check (kind in ('email', 'phone', 'username')),
  canonical text collate "C" not null,
  shown text not null,
  verified_at timestamptz,
  verified_by text check (verified_by in ('setup', 'code', 'link')),
  is_primary boolean not null default false,
  created_at timestamptz not null
);
create unique index identifiers_verified on identifiers (kind, canonical) where verified_at is not null;
create unique index identifiers_of_account on identifiers (account_id, kind, canonical);
create index identifiers_unverified on identifiers (kind, canonical) where verified_at is null;

-- At most one password per account. PHC string of Argon2id.
create table passwords (
  account_id text collate "C" primary key references accounts,
  hash text not null,
  set_at timestamptz not null
);

create table organizations (
  id text collate "C" primary key,
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null,
  state text not null default 'active' check (state in ('active', 'suspended', 'deleted')),
  country text,
  registration_number text,
  -- country:number in canonical form; unique among companies that nobody declared to be different ones.
  registration_key text collate "C",
  different_company_reason text,
  address text not null default '',
  phone text not null default '',
  time_zone text not null default '',
  locale text not null default 'en',
  product_name text not null default 'Gatehouse',
  support_contact text not null default '',
  policies jsonb not null default '{}',
  welcome_links jsonb not null default '[]',
  legal jsonb not null default '{}',
  created_at timestamptz not null,
  created_by text collate "C" references accounts
);
create unique index organizations_registration on organizations (registration_key)
  where registration_key is not null and different_company_reason is null and state <> 'deleted';
create index organizations_name_trigram on organizations using gin (lower(name) gin_trgm_ops);

create table memberships (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  account_id text collate "C" not null references accounts,
  roles text[] not null check (roles <@ array['owner', 'administrator', 'inviter', 'member'] and cardinality(roles) > 0),
  state text not null default 'active' check (state in ('active', 'suspended', 'removed')),
  invitation_id text collate "C",
  created_at timestamptz not null,
  unique (organization_id, account_id)
);
create index memberships_account on memberships (account_id) where state <> 'removed';
create index memberships_list on memberships (organization_id, id desc) where state <> 'removed';

-- Opaque 32-byte tokens; only SHA-256 is kept. A session ends by `ended_at`, by absolute age or by idle time.
create table sessions (
  id text collate "C" primary key,
  token_hash bytea not null unique,
  account_id text collate "C" not null references accounts,
  organization_id text collate "C" references organizations,
  methods text[] not null,
  signed_in_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ip text not null default '',
  user_agent text not null default ''
);
create index sessions_account on sessions (account_id);

-- Who invited whom. `state` holds what happened, in order; that its time is over is decided at read.
create table invitations (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  kind text not null check (kind in ('company', 'member')),
  state text not null check (state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven',
    'consented', 'accepted', 'declined', 'expired', 'revoked', 'superseded')),
  address_canonical text collate "C" not null,
  address_shown text not null,
  name text,
  locale text,
  roles text[] not null,
  note text,
  company jsonb,
  company_draft jsonb,
  created_by text collate "C" references accounts,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Half-done onboarding is kept this long, whatever `expires_at` says.
  resumable_until timestamptz,
  resends integer not null default 0,
  renewals integer not null default 0,
  ended_at timestamptz,
  accepted_by text collate "C" references accounts,
  accepted_organization_id text collate "C" references organizations
);
-- One live invitation per organization and address. The twin of `isLive` in invitations/domain/invitation.ts.
create unique index invitations_live on invitations (organization_id, address_canonical)
  where state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented');
create index invitations_list on invitations (organization_id, id desc);
create index invitations_state on invitations (organization_id, state, id desc);
create index invitations_address on invitations (address_canonical);
create index invitations_search on invitations using gin
  ((address_canonical || ' ' || lower(coalesce(name, ''))) gin_trgm_ops);
alter table memberships add constraint memberships_invitation foreign key (invitation_id) references invitations;

-- Each mail carries a link (32 random bytes, SHA-256 kept) and a typed code (keyed hash kept). Every mail of a live
-- invitation works; `dead_at` is set when address or role changes.
create table invitation_tokens (
  token_hash bytea primary key,
  code_hash bytea not null unique,
  invitation_id text collate "C" not null references invitations,
  created_at timestamptz not null,
  dead_at timestamptz
);
create index invitation_tokens_invitation on invitation_tokens (invitation_id);

-- The timeline of one invitation, in words of `console.timeline.*`.
create table invitation_events (
  id bigint generated always as identity primary key,
  invitation_id text collate "C" not null references invitations,
  at timestamptz not null,
  event text not null,
  actor_type text not null,
  actor_id text collate "C",
  detail jsonb not null default '{}'
);
create index invitation_events_invitation on invitation_events (invitation_id, id);

-- Somebody does not want to be invited by an organization again (RFC 8058). Security mails are never suppressed.
create table suppressions (
  organization_id text collate "C" not null references organizations,
  address_canonical text collate "C" not null,
  at timestamptz not null,
  primary key (organization_id, address_canonical)
);

-- Which companies came in by whose invitation.
create table customer_companies (
  supplier_id text collate "C" not null references organizations,
  company_id text collate "C" not null references organizations,
  invitation_id text collate "C" references invitations,
  created_at timestamptz not null,
  primary key (supplier_id, company_id)
);

-- Somebody whose company exists already asks to join it (card D7j).
create table join_requests (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  account_id text collate "C" not null references accounts,
  invitation_id text collate "C" references invitations,
  state text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'withdrawn')),
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by text collate "C" references accounts
);
create unique index join_requests_open on join_requests (organization_id, account_id) where state = 'requested';
create index join_requests_list on join_requests (organization_id, id desc);
create index join_requests_invitation on join_requests (invitation_id);

-- A way in, half-way: kind, subject, expiry, and what this browser has proven so far. The next step is never stored.
create table flows (
  id text collate "C" primary key,
  kind text not null check (kind in ('invitation', 'sign-in')),
  -- SHA-256 of the cookie of the browser or client that began it.
  client_hash bytea not null,
  invitation_id text collate "C" references invitations,
  -- The account that this flow acts for, once known.
  account_id text collate "C" references accounts,
  identifier_canonical text collate "C",
  identifier_shown text,
  method text,
  return_to text,
  accepted_at timestamptz,
  -- This browser proved the invited address (code, or the link where policy says so).
  address_proven_at timestamptz,
  address_proven_by text check (address_proven_by in ('code', 'link', 'session')),
  -- This browser proved to be the account.
  authenticated_at timestamptz,
  authenticated_by text[] not null default '{}',
  -- The invited address is to become a second address of the account that is signed in.
  adding_address boolean not null default false,
  different_company_reason text,
  locale text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  completed_at timestamptz
);
create index flows_invitation on flows (invitation_id) where invitation_id is not null;

-- Six digits, bound to one flow and one purpose. Only a keyed hash is kept. Tries count in the guarded update.
create table one_time_codes (
  id text collate "C" primary key,
  flow_id text collate "C" not null references flows,
  purpose text not null check (purpose in ('prove-address', 'sign-in', 'add-address')),
  channel text not null check (channel in ('email', 'sms')),
  destination text collate "C" not null,
  code_hash bytea not null,
  message_id text collate "C",
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  superseded_at timestamptz
);
create unique index one_time_codes_live on one_time_codes (flow_id, purpose)
  where consumed_at is null and superseded_at is null;
create index one_time_codes_destination on one_time_codes (destination, created_at desc);

-- What a person agreed to, in which language, when and from where.
create table consents (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  organization_id text collate "C" not null references organizations,
  version text not null,
  documents jsonb not null,
  locale text not null,
  ip text not null,
  at timestamptz not null,
  unique (account_id, organization_id, version)
);

-- The welcome checklist of one member.
create table welcome_progress (
  account_id text collate "C" not null references accounts,
  organization_id text collate "C" not null references organizations,
  done text[] not null default '{}',
  hidden_at timestamptz,
  primary key (account_id, organization_id)
);

-- One row per attempt and organization of the person (null: nobody's), so that a log is one index scan.
create table sign_in_events (
  id text collate "C" primary key,
  organization_id text collate "C" references organizations,
  account_id text collate "C" references accounts,
  identifier text not null,
  at timestamptz not null,
  method text not null,
  result text not null check (result in ('success', 'failure')),
  reason text,
  ip text not null,
  user_agent text not null
);
create index sign_in_events_list on sign_in_events (organization_id, id desc);
create index sign_in_events_account on sign_in_events (account_id, at desc);

create table audit_events (
  id bigint generated always as identity primary key,
  organization_id text collate "C" references organizations,
  at timestamptz not null,
  actor_type text not null,
  actor_id text collate "C",
  action text not null,
  subject_type text not null,
  subject_id text collate "C" not null,
  change jsonb not null default '{}',
  ip text not null default '',
  request_id text not null default ''
);
create index audit_events_list on audit_events (organization_id, id desc);
create index audit_events_subject on audit_events (subject_type, subject_id);

-- The outbox. A row is written in the transaction that owes the message; delivery is a job.
-- `secrets` (links, codes) is AES-256-GCM under the key list and is emptied once the message has left.
create table messages (
  id text collate "C" primary key,
  organization_id text collate "C" references organizations,
  channel text not null check (channel in ('email', 'sms')),
  template text not null,
  locale text not null,
  to_address text not null,
  to_name text,
  sender_name text,
  reply_to text,
  params jsonb not null,
  secrets bytea,
  subject_type text,
  subject_id text collate "C",
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'abandoned')),
  attempts integer not null default 0,
  -- The other side's own words.
  response text,
  -- Codes are not sent late: after this the message is abandoned.
  useful_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index messages_subject on messages (subject_type, subject_id, id);
create index messages_recent on messages (id desc);
create index messages_open on messages (state) where state in ('queued', 'sending');

-- Work for later, shared by all processes. A worker leases a job; only the holder of the lease may finish it.
create table jobs (
  id text collate "C" primary key,
  kind text not null,
  payload jsonb not null,
  run_at timestamptz not null,
  attempts integer not null default 0,
  lease uuid,
  leased_until timestamptz,
  created_at timestamptz not null,
  last_error text
);
create index jobs_due on jobs (run_at);

-- Answers of POSTs that create, by `Idempotency-Key`, for a day.
create table idempotency_keys (
  account_id text collate "C" not null references accounts,
  key text not null,
  request_hash bytea not null,
  status integer,
  body jsonb,
  created_at timestamptz not null,
  primary key (account_id, key)
);

-- Points used under a key (limit and SHA-256) until `expire` (milliseconds since 1970).
create unlogged table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
