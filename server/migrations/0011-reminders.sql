-- Reminders of invitations: bit 1 for the one after three days, bit 2 for the one a day before the end. Both bits are set
-- once, guarded, by whoever sends it; a reminder that is not to be sent is marked all the same, so that no row is looked at twice.
alter table invitations add column reminders smallint not null default 0;
create index invitations_remind_early on invitations (created_at) where state in ('sent', 'delivered') and reminders = 0;
create index invitations_remind_late on invitations (expires_at) where state in ('sent', 'delivered') and reminders < 2;
