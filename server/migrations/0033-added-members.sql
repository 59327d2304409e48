-- A browser that is half-way in is told what it lacks instead of "not signed in": found by the cookie of its flows.
create index flows_client on flows (client_hash) where completed_at is null;
