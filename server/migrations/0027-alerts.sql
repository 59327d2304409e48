-- What somebody should look at: findings over the sign-in log and the audit log. At most one is open for a rule and a
-- subject; it is brought up to date instead of repeated, until somebody acknowledges it. The twin of `opens` in
-- alerts/domain/alert-rules.ts is `alerts_open`.
create table alerts (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  -- One of ALERT_RULES.
  rule text not null,
  -- What it is about: an account, a network, the organization, the audit log.
  subject_type text not null check (subject_type in ('account', 'network', 'organization', 'audit-log')),
  subject_id text collate "C" not null,
  state text not null default 'open' check (state in ('open', 'acknowledged')),
  count integer not null check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- What the rule saw, for its reader: networks, addresses, places. No secrets.
  evidence jsonb not null default '{}',
  opened_at timestamptz not null,
  -- Null: no mail has told of it yet.
  mailed_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text collate "C" references accounts,
  note text not null default '',
  check ((state = 'acknowledged') = (acknowledged_at is not null))
);
create unique index alerts_open on alerts (organization_id, rule, subject_id) where state = 'open';
create index alerts_list on alerts (organization_id, id desc);
create index alerts_settled on alerts (acknowledged_at) where state = 'acknowledged';
create index alerts_unmailed on alerts (organization_id, rule) where state = 'open' and mailed_at is null;

-- When an organization's people were last written to about a rule: once an hour at most.
create table alert_digests (
  organization_id text collate "C" not null references organizations,
  rule text not null,
  mailed_at timestamptz not null,
  primary key (organization_id, rule)
);

-- A job looks every few seconds at what failed lately, over all organizations, and at acts that are told of one by one.
create index sign_in_events_failed on sign_in_events (id) where result = 'failure';
create index audit_events_acts on audit_events (action, at desc);
