import { type Queryable, statement } from '../../platform/database/database.ts';

export type CompanyRow = {
  id: string;
  name: string;
  country: string | null;
  registrationNumber: string | null;
  members: number;
  createdAt: Date;
  createdBy: string | null;
  invitationId: string | null;
  flaggedDuplicate: string | null;
  state: CompanyState;
};

/** As `lifeOf` in closing/domain/organization-life.ts says it. */
type CompanyState = 'active' | 'suspended' | 'deleting';

const COLUMNS = `
  o.id, o.name, o.country, o.registration_number as "registrationNumber", o.created_at as "createdAt",
  case when o.state = 'suspended' and o.deletion_due_at is not null then 'deleting' else o.state end as state,
  o.different_company_reason as "flaggedDuplicate", c.invitation_id as "invitationId",
  (select a.name from accounts a where a.id = o.created_by) as "createdBy",
  (select count(*)::int from memberships m where m.organization_id = o.id and m.state <> 'removed') as members`;

const LIST = statement<CompanyRow>(`
  select ${COLUMNS}
  from (
    select l.* from customer_companies l join organizations n on n.id = l.company_id and n.state <> 'deleted'
    where l.supplier_id = $1 and ($2::text is null or l.company_id < $2)
      and ($4::text is null or lower(n.name) like $4 escape '\\' or lower(n.registration_number) like $4 escape '\\')
    order by l.company_id desc limit $3) c
  join organizations o on o.id = c.company_id order by o.id desc`);

/** Companies that came in by an organization's invitations, newest first. */
export async function listCompanies(
  queryable: Queryable,
  supplierId: string,
  page: { before: string | null; limit: number; pattern: string | null },
): Promise<CompanyRow[]> {
  return queryable.query(LIST, [supplierId, page.before, page.limit, page.pattern]);
}

const ONE = statement<CompanyRow>(`
  select ${COLUMNS} from customer_companies c join organizations o on o.id = c.company_id and o.state <> 'deleted'
  where c.supplier_id = $1 and c.company_id = $2`);

/** One of them; null when it did not come in by this organization's invitations, or is gone. */
export async function findCompany(queryable: Queryable, supplierId: string, id: string): Promise<CompanyRow | null> {
  return (await queryable.query(ONE, [supplierId, id]))[0] ?? null;
}
