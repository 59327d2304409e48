import type { ClosingEffects } from '@gatehouse/contract/closing';
import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { type CompanyRow, countOpenInvitations, findCompany } from '../organizations/index.ts';
import type { LifeRow } from './domain/organization-life.ts';

export type ClosingRow = LifeRow & {
  suspendReason: string | null;
  suspendedBy: string | null;
  suspendedByOrganization: string | null;
  deletionAskedAt: Date | null;
  deletionReason: string | null;
  deletionAskedBy: string | null;
  deletionAskedByOrganization: string | null;
};

const STANDING = `
  o.state, o.suspended_at as "suspendedAt", o.suspend_reason as "suspendReason",
  o.suspended_by_organization as "suspendedByOrganization",
  (select a.name from accounts a where a.id = o.suspended_by) as "suspendedBy",
  o.deletion_asked_at as "deletionAskedAt", o.deletion_due_at as "deletionDueAt", o.deletion_reason as "deletionReason",
  o.deletion_asked_by_organization as "deletionAskedByOrganization",
  (select a.name from accounts a where a.id = o.deletion_asked_by) as "deletionAskedBy"`;

const LIVE_SESSION = `
  select from sessions s where s.account_id = m.account_id and s.ended_at is null
    and session_ends(s.account_id, s.signed_in_at, s.last_seen_at, s.expires_at) > $2`;

// A place in an organization that works: whoever has another one is not without any.
const EFFECTS = statement<Omit<ClosingEffects, 'invitations'>>(`
  select count(m.*)::int as people,
    (count(m.*) filter (where exists (
      select from memberships n join organizations w on w.id = n.organization_id and w.state = 'active'
      where n.account_id = m.account_id and n.state = 'active' and n.organization_id <> $1)))::int as elsewhere,
    (count(m.*) filter (where exists (${LIVE_SESSION})))::int as "signedIn",
    (select count(*)::int from company_approvals where supplier_id = $1 and state = 'waiting')
      + (select count(*)::int from join_requests where organization_id = $1 and state = 'requested') as waiting,
    (select count(*)::int from customer_companies c join organizations o on o.id = c.company_id and o.state <> 'deleted'
      where c.supplier_id = $1) as companies,
    (select count(*)::int from imports where organization_id = $1) as imports,
    (select count(*)::int from saved_views where organization_id = $1) as views,
    (select count(*)::int from brand_files where organization_id = $1) as pictures,
    (select count(*)::int from webhooks where organization_id = $1) as webhooks
  from memberships m join accounts a on a.id = m.account_id and a.state = 'active'
  where m.organization_id = $1 and m.state = 'active'`);

const NOBODY = {
  people: 0,
  elsewhere: 0,
  signedIn: 0,
  waiting: 0,
  companies: 0,
  imports: 0,
  views: 0,
  pictures: 0,
  webhooks: 0,
};

/** Whom and what it concerns if an organization is suspended or deleted now. */
export async function countClosingEffects(queryable: Queryable, id: string, now: Date): Promise<ClosingEffects> {
  const [row] = await queryable.query(EFFECTS, [id, now]);
  return { ...(row ?? NOBODY), invitations: await countOpenInvitations(queryable, id, now) };
}

export type CompanyDetailRow = Omit<CompanyRow, 'state'> & ClosingRow & { slug: string };

const DETAIL = statement<ClosingRow & { slug: string }>(`
  select o.slug, ${STANDING} from organizations o where o.id = $1 and o.state in ('active', 'suspended')`);

/** A company that came in by the invitations of `supplierId`; null when there is none, or it is gone. */
export async function findCompanyDetail(
  queryable: Queryable,
  supplierId: string,
  companyId: string,
): Promise<CompanyDetailRow | null> {
  const company = await findCompany(queryable, supplierId, companyId);
  const [row] = company ? await queryable.query(DETAIL, [companyId]) : [];
  return company && row ? { ...company, ...row } : null;
}

export type ClosedRow = ClosingRow & {
  id: string;
  slug: string;
  name: string;
  roles: Role[];
  contactName: string;
  contactAddress: string | null;
};

// Whom to ask: whoever closed it, else the organization by whose invitation it came, else the house; their own owners ask them.
const CLOSED = statement<ClosedRow>(`
  select o.id, o.slug, o.name, m.roles, ${STANDING}, h.name as "contactName", nullif(h.support_contact, '') as "contactAddress"
  from memberships m join organizations o on o.id = m.organization_id and o.state = 'suspended'
  join organizations h on h.id = coalesce(
    coalesce(o.deletion_asked_by_organization, o.suspended_by_organization),
    (select id from organizations where state <> 'deleted' order by id limit 1))
  where m.account_id = $1 and m.state = 'active' order by m.id`);

/** The organizations of an account that are suspended or about to be deleted. */
export async function listClosed(queryable: Queryable, accountId: string): Promise<ClosedRow[]> {
  return queryable.query(CLOSED, [accountId]);
}
