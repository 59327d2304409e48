-- Approval of companies that invited customers create (card D20), and handing an invitation over (card D7s).

-- Every request is a row of its own, so that what was decided before stays readable: asking again makes a new company.
-- A company that was turned down or given up has a number, and a name in addresses, that others may take.
alter table company_approvals drop constraint company_approvals_state_check;
alter table company_approvals add constraint company_approvals_state_check
  check (state in ('waiting', 'approved', 'rejected', 'withdrawn'));
-- Does the person want to be told of the decision.
alter table company_approvals add column notify boolean not null default true;
alter table join_requests add column notify boolean not null default true;
alter table join_requests add column note text not null default '';
alter table join_requests add column reason text;

-- One invitation has one request that waits, and the newest is the one that counts.
create unique index company_approvals_one on company_approvals (invitation_id) where state = 'waiting';
create index company_approvals_invitation on company_approvals (invitation_id, company_id desc);
-- What was decided lately: how long it usually takes, and the list of decisions.
create index company_approvals_decided on company_approvals (supplier_id, company_id desc) where state <> 'waiting';
create index join_requests_waiting on join_requests (organization_id, id) where state = 'requested';

drop index organizations_registration;
create unique index organizations_registration on organizations (registration_key)
  where registration_key is not null and different_company_reason is null and state not in ('deleted', 'rejected');

-- Whoever decides is told of what is new, in one mail at most every ten minutes for each organization: when the last one
-- was owed. Of two processes one owes it, by a guarded update. What waited before this release is not new.
create table approver_digests (
  organization_id text collate "C" primary key references organizations,
  told_at timestamptz not null
);
alter table company_approvals add column announced boolean not null default true;
alter table company_approvals alter column announced set default false;
alter table join_requests add column announced boolean not null default true;
alter table join_requests alter column announced set default false;
create index company_approvals_new on company_approvals (supplier_id) where state = 'waiting' and not announced;
create index join_requests_new on join_requests (organization_id) where state = 'requested' and not announced;

-- The invited person handed the invitation to a colleague. `from_version` is the `address_version` that it had until then:
-- whoever came by a link of that version is told what they did. `at` is the `dead_at` of those links.
create table invitation_hand_overs (
  invitation_id text collate "C" not null references invitations,
  from_version integer not null,
  at timestamptz not null,
  account_id text collate "C" not null references accounts,
  -- Their name at that time, for the mail and the page of the colleague.
  by_name text not null,
  to_shown text not null,
  note text not null default '',
  primary key (invitation_id, from_version)
);
