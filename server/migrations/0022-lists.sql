-- Lists at a hundred thousand rows: every order and every filter of the console's lists of invitations and people finds
-- an index, so that a deep page costs what the first does.

-- When its state, address or end was changed last; null: not since it was created.
alter table invitations add column changed_at timestamptz;

create index invitations_changed on invitations
  (organization_id, (coalesce(changed_at, created_at)) desc, id desc);
create index invitations_by_address on invitations (organization_id, address_canonical, id);
create index invitations_kind on invitations (organization_id, kind, id desc);
create index invitations_inviter on invitations (organization_id, created_by, id desc);
-- With the id at its end an index of times is also an order.
create index invitations_created_order on invitations (organization_id, created_at desc, id desc);
drop index invitations_created;
create index invitations_ends_order on invitations (organization_id, (greatest(expires_at, resumable_until)), id)
  where state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented');
drop index invitations_ends;

-- Whether words are rare or everywhere decides how a search is done best: one in a thousand is to be told from none.
alter index invitations_search alter column 1 set statistics 1000;

-- Few messages of invitations are in trouble, or went by text message: those are found without looking at the rest.
create index messages_in_trouble on messages (organization_id, state, subject_id)
  where subject_type = 'invitation' and state in ('queued', 'sending', 'bounced', 'abandoned');
create index messages_by_sms on messages (organization_id, subject_id)
  where subject_type = 'invitation' and channel = 'sms';

-- Whom an account or a place that is closed keeps out.
create index accounts_closed on accounts (id) where state in ('disabled', 'deleted');
create index memberships_closed on memberships (organization_id, account_id) where state in ('suspended', 'removed');
