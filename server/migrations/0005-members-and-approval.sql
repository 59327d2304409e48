-- Administration of members: the role of those who help (they see and resend, and give nothing to anybody), and the
-- record of one person. Approval of companies that invited customers create (card D20).

alter table memberships drop constraint memberships_roles_check;
alter table memberships add constraint memberships_roles_check
  check (roles <@ array['owner', 'administrator', 'inviter', 'support', 'member'] and cardinality(roles) > 0);

-- An invitation from before somebody was removed or left gives nothing back (security.md A17); a newer one does.
alter table memberships add column removed_at timestamptz;

-- Owners are few among many members: the guard that one always remains counts them here (`changePlace`).
create index memberships_owners on memberships (organization_id) where state = 'active' and 'owner' = any (roles);

-- What an organization sent to one address, newest first: the messages of a person's record.
create index messages_recipient on messages (organization_id, to_address, id desc);

-- A company that an invited customer created waits for a decision where the supplier's policy says so. Nobody works in
-- one that is not `active`: sessions read that state at every request.
alter table organizations drop constraint organizations_state_check;
alter table organizations add constraint organizations_state_check
  check (state in ('active', 'pending-approval', 'rejected', 'suspended', 'deleted'));

-- One row per company that had to be approved: who asked, what they said, who decided and why. Nothing writes them in
-- this release; the overview counts those that wait. Asking again after a rejection puts the same row
-- back to waiting. One decision wins: it is made by `update ... where state = 'waiting'`.
create table company_approvals (
  company_id text collate "C" primary key references organizations,
  supplier_id text collate "C" not null references organizations,
  invitation_id text collate "C" not null references invitations,
  account_id text collate "C" not null references accounts,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected')),
  -- What the person wrote to whoever decides.
  note text not null default '',
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by text collate "C" references accounts,
  reason text
);
create index company_approvals_waiting on company_approvals (supplier_id, company_id desc) where state = 'waiting';
create index company_approvals_account on company_approvals (account_id);
