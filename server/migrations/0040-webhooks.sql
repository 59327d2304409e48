-- Where an organization's alerts are posted to (Standard Webhooks). `secrets` is sealed; while it is rotated there are two.
create table webhooks (
  organization_id text collate "C" primary key references organizations,
  url text not null,
  secrets bytea not null,
  -- Until when the secret before counts too; null: there is none.
  previous_until timestamptz,
  -- `stopped`: the other side answered 410 Gone.
  state text not null default 'active' check (state in ('active', 'stopped')),
  changed_at timestamptz not null,
  changed_by text collate "C" references accounts
);

-- One row for each event; the job that delivers it tries again over days. `id` is the webhook-id of every try.
create table webhook_deliveries (
  id text collate "C" primary key,
  organization_id text collate "C" not null references organizations,
  type text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- What the other side answered last: its status, else what kept it from answering.
  status integer,
  error text,
  created_at timestamptz not null,
  tried_at timestamptz,
  next_at timestamptz
);
create index webhook_deliveries_list on webhook_deliveries (organization_id, id desc);
create index webhook_deliveries_age on webhook_deliveries (created_at);
