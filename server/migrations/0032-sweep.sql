-- What has ended is found by its time, and removed some time after (docs/guide/retention.md lists it all). No decision
-- depends on that: what ended is judged at read.
create index flows_end on flows (expires_at);
create index one_time_codes_end on one_time_codes (expires_at);
-- The key that a flow is held by.
create index one_time_codes_flow on one_time_codes (flow_id);
create index webauthn_challenges_end on webauthn_challenges (expires_at);
create index second_factors_unconfirmed on second_factors (created_at) where confirmed_at is null;
create index sessions_end on sessions ((least(ended_at, expires_at)));
create index devices_end on devices ((greatest(last_seen_at, trusted_until)));
create index invitation_tokens_age on invitation_tokens (created_at);
create index sms_parts_age on sms_parts (at);
create index mail_events_age on mail_events (received_at);
create index messages_of_no_invitation on messages (created_at) where subject_type is distinct from 'invitation';
create index operations_end on operations (ended_at);
create index imports_unused on imports (created_at) where state in ('uploaded', 'ready');
create index idempotency_keys_age on idempotency_keys (created_at);
create index rate_limits_end on rate_limits (expire);
