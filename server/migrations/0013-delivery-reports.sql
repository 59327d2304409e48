-- What gateways and mail providers tell of messages that have left, and what is told to owners about it.

-- Gateways over SMPP have names of their own for what they take. One row for each part of a text message that such a
-- gateway took. `reference` is null for a part of which nobody knows whether it was taken.
create table sms_parts (
  message_id text collate "C" not null references messages,
  part integer not null,
  reference text collate "C",
  -- Null: no receipt yet.
  state text check (state in ('delivered', 'failed', 'expired', 'rejected')),
  response text,
  at timestamptz not null,
  primary key (message_id, part)
);
-- A gateway may use a name again: the newest row has it.
create index sms_parts_reference on sms_parts (reference, at desc) where reference is not null;

-- A receipt that was faster than our own record of the message. Of others, who share the account with the gateway, it
-- never finds one, so it is kept for a day only.
create table early_receipts (
  references_spelt text[] not null,
  from_number text not null,
  state text not null check (state in ('delivered', 'failed', 'expired', 'rejected')),
  response text,
  at timestamptz not null
);
create index early_receipts_references on early_receipts using gin (references_spelt);
create index early_receipts_at on early_receipts (at);

-- Events of mail providers that were taken, by the provider's id: a repetition has no second effect.
create table mail_events (
  id text collate "C" primary key,
  message_id text collate "C" not null references messages,
  kind text not null,
  -- When it happened, by the provider's clock.
  at timestamptz not null,
  received_at timestamptz not null
);
create index mail_events_message on mail_events (message_id);

-- When owners were last written to about something, so that it is not done more than once a day.
create table alert_mails (
  alert text primary key,
  sent_at timestamptz not null
);

-- Codes by text message, for their ratio of sent to verified.
create index one_time_codes_sms on one_time_codes (created_at) where channel = 'sms';
