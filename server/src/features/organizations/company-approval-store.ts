import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type ApprovalState = 'waiting' | 'approved' | 'rejected' | 'withdrawn';

export type NewApproval = {
  companyId: string;
  /** Who decides: the organization by whose invitation the company was created. */
  supplierId: string;
  invitationId: string;
  accountId: string;
};

const INSERT = command(`
  insert into company_approvals (company_id, supplier_id, invitation_id, account_id, requested_at) values ($1, $2, $3, $4, $5)`);

/** The unique index `company_approvals_one` refuses a second that waits by the same invitation (23505). */
export async function insertApproval(tx: Queryable, approval: NewApproval, now: Date): Promise<void> {
  const { companyId, supplierId, invitationId, accountId } = approval;
  await tx.query(INSERT, [companyId, supplierId, invitationId, accountId, now]);
}

export type ApprovalRow = {
  companyId: string;
  companyName: string;
  invitationId: string;
  accountId: string;
  state: ApprovalState;
  notify: boolean;
  decidedAt: Date | null;
  decidedBy: string | null;
};

const FIND = statement<ApprovalRow>(`
  select p.company_id as "companyId", o.name as "companyName", p.invitation_id as "invitationId",
    p.account_id as "accountId", p.state, p.notify, p.decided_at as "decidedAt", d.name as "decidedBy"
  from company_approvals p join organizations o on o.id = p.company_id left join accounts d on d.id = p.decided_by
  where p.supplier_id = $1 and p.company_id = $2`);

/** Null when this organization has no such company to decide about. */
export async function findApproval(
  queryable: Queryable,
  supplierId: string,
  companyId: string,
): Promise<ApprovalRow | null> {
  const [row] = await queryable.query(FIND, [supplierId, companyId]);
  return row ?? null;
}

// What nobody will use keeps its row for the record, and gives up the name in addresses; its number is free by the
// unique index `organizations_registration`. Whoever asked to join it does not wait for ever.
const END = `
  ended as (
    update organizations o set state = decided.company_state,
      slug = case when decided.company_state = 'active' then o.slug else replace(o.id, '_', '-') end
    from decided where o.id = decided.company_id and o.state = 'pending-approval' returning o.id),
  turned_away as (
    update join_requests set state = 'withdrawn', decided_at = $2 where state = 'requested'
      and organization_id in (select company_id from decided where company_state <> 'active'))`;

const DECIDE = statement<{ companyId: string }>(`
  with decided as (
    update company_approvals set state = $4, decided_at = $2, decided_by = $5, reason = $6
    where company_id = $1 and supplier_id = $3 and state = 'waiting'
    returning company_id, case when state = 'approved' then 'active' else 'rejected' end as company_state),
  ${END}
  select company_id as "companyId" from decided where exists (select from ended)`);

export type Decision = { state: 'approved' | 'rejected'; by: string; reason: string | null };

/** Decides about a company that waits, and opens or closes it: one decision wins. False when it does not wait. */
export async function decideApproval(
  tx: Queryable,
  of: { supplierId: string; companyId: string },
  decision: Decision,
  now: Date,
): Promise<boolean> {
  const values = [of.companyId, now, of.supplierId, decision.state, decision.by, decision.reason];
  return (await tx.query(DECIDE, values)).length === 1;
}

const WITHDRAW = statement<{ companyId: string; supplierId: string }>(`
  with decided as (
    update company_approvals set state = 'withdrawn', decided_at = $2 where invitation_id = $1 and state = 'waiting'
    returning company_id, supplier_id, 'deleted' as company_state),
  ${END}
  select company_id as "companyId", supplier_id as "supplierId" from decided`);

/** Takes back what waits by an invitation; null when nothing does. */
export async function withdrawApproval(
  tx: Queryable,
  invitationId: string,
  now: Date,
): Promise<{ companyId: string; supplierId: string } | null> {
  const [row] = await tx.query(WITHDRAW, [invitationId, now]);
  return row ?? null;
}

const NOTE = statement<{ companyId: string }>(`
  update company_approvals set note = $2, notify = $3 where invitation_id = $1 and state = 'waiting'
  returning company_id as "companyId"`);

/** What the person says to whoever decides, and whether they want to be told; false when nothing waits. */
export async function noteApproval(
  tx: Queryable,
  invitationId: string,
  { note, notify }: { note: string; notify: boolean },
): Promise<boolean> {
  return (await tx.query(NOTE, [invitationId, note, notify])).length === 1;
}

const USUAL = statement<{ seconds: number | null }>(`
  select percentile_cont(0.5) within group (order by extract(epoch from decided_at - requested_at))::float8 as seconds
  from (
    select decided_at, requested_at from company_approvals
    where supplier_id = $1 and state <> 'waiting' and state <> 'withdrawn' order by company_id desc limit 50) lately`);

/** How long the newest fifty decisions took, at the median; null when there are none. */
export async function usualApprovalSeconds(queryable: Queryable, supplierId: string): Promise<number | null> {
  const [row] = await queryable.query(USUAL, [supplierId]);
  return row?.seconds ?? null;
}

const COUNT = statement<{ companies: number; joinRequests: number }>(`
  select (select count(*)::int from company_approvals where supplier_id = $1 and state = 'waiting') as companies,
    (select count(*)::int from join_requests where organization_id = $1 and state = 'requested') as "joinRequests"`);

/** How much waits for a decision of this organization. */
export async function countWaiting(
  queryable: Queryable,
  organizationId: string,
): Promise<{ companies: number; joinRequests: number }> {
  const [row] = await queryable.query(COUNT, [organizationId]);
  return row ?? { companies: 0, joinRequests: 0 };
}

const EFFECTS = statement<{ openInvitations: number; waiting: number }>(`
  select (select count(*)::int from company_approvals where supplier_id = $1 and state = 'waiting') as waiting,
    (select count(*)::int from invitations i where i.organization_id = $1 and i.kind = 'company'
      and i.state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')
      and greatest(i.expires_at, i.resumable_until) > $2
      and not exists (select from company_approvals p where p.invitation_id = i.id and p.state = 'waiting')) as "openInvitations"`);

/** Whom it concerns whether companies have to be approved: those that may still be created, and those that wait. */
export async function countApprovalEffects(
  queryable: Queryable,
  supplierId: string,
  now: Date,
): Promise<{ openInvitations: number; waiting: number }> {
  const [row] = await queryable.query(EFFECTS, [supplierId, now]);
  return row ?? { openInvitations: 0, waiting: 0 };
}

const OPEN = statement<{ open: number }>(`
  select count(*)::int as open from invitations i where i.organization_id = $1
    and i.state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')
    and greatest(i.expires_at, i.resumable_until) > $2`);

/** How many invitations of an organization can still be accepted: those whom its rules for invitations concern. */
export async function countOpenInvitations(queryable: Queryable, organizationId: string, now: Date): Promise<number> {
  return (await queryable.query(OPEN, [organizationId, now]))[0]?.open ?? 0;
}
