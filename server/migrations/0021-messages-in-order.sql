-- Messages to one person leave in the order in which they were owed. These find the earlier ones, and their jobs.
create index messages_open_to on messages (to_address, id) where state in ('queued', 'sending');
create index jobs_message on jobs ((payload->>'messageId') collate "C") where kind = 'deliver-message';
