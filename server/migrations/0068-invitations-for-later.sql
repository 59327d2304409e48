-- An invitation that is to leave later: `send_at` until it has left, null otherwise. Until then there is no link of it and no
-- message. `begins_at`: from when its time counts, where that is not when it was made.
alter table invitations add column send_at timestamptz, add column begins_at timestamptz;
create index invitations_scheduled on invitations (organization_id, id desc) where send_at is not null;
