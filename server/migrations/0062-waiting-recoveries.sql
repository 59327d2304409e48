-- What waits for a decision of an organization: counted at every look at its overview.
create index recovery_requests_waiting on recovery_requests (organization_id) where state = 'waiting';
