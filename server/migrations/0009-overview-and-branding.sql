-- What the overview counts: each part reads one index, no farther than the window that is looked at.

create index invitations_created on invitations (organization_id, created_at);
-- Live invitations by the end of their time: what ends soon, and what ran out unopened.
create index invitations_ends on invitations (organization_id, (greatest(expires_at, resumable_until)))
  where state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented');
create index messages_created on messages (organization_id, created_at) include (channel, state);
create index messages_waiting on messages (organization_id, created_at) where state in ('queued', 'sending');
create index sign_in_events_at on sign_in_events (organization_id, at) include (result);
