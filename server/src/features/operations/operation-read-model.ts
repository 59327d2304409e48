import type { Operation, OperationRow } from '@gatehouse/contract/operations';
import type { Role } from '@gatehouse/contract/roles';
import type { MembershipView } from '../../kernel/actor.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';

type Presented = 'retryable' | 'createdAt' | 'startsAt' | 'endedAt' | 'createdBy' | 'undoUntil' | 'fileUntil';

export type OperationView = Omit<Operation, Presented> & {
  readonly createdAt: Date;
  readonly startsAt: Date;
  readonly endedAt: Date | null;
  readonly createdBy: string;
  readonly creatorName: string;
  readonly isUndone: boolean;
  readonly isRetried: boolean;
};

const VIEW = `o.id, o.kind, o.state, o.total, o.done, o.counts, o.undoes, o.result->>'code' as problem,
  o.file_name as "fileName", o.created_by as "createdBy", a.name as "creatorName", o.created_at as "createdAt",
  o.starts_at as "startsAt", o.ended_at as "endedAt",
  exists (select from operations u where u.undoes = o.id) as "isUndone",
  o.result ? 'retriedBy' as "isRetried"`;

const LIST = statement<OperationView>(`
  select ${VIEW} from (
    select * from operations where organization_id = $1 and ($2::text is null or id < $2)
    order by id desc limit $3) o
  join accounts a on a.id = o.created_by order by o.id desc`);
const LIST_OWN = statement<OperationView>(`
  select ${VIEW} from (
    select * from operations where organization_id = $1 and created_by = $4 and ($2::text is null or id < $2)
    order by id desc limit $3) o
  join accounts a on a.id = o.created_by order by o.id desc`);
const ONE = statement<OperationView>(`
  select ${VIEW} from operations o join accounts a on a.id = o.created_by
  where o.organization_id = $1 and o.id = $2 and ($3::text is null or o.created_by = $3)`);

/** Newest first; `by`: only those of this account. */
export function listOperations(
  queryable: Queryable,
  organizationId: string,
  page: { before: string | null; limit: number; by: string | null },
): Promise<OperationView[]> {
  const values = [organizationId, page.before, page.limit];
  return page.by === null ? queryable.query(LIST, values) : queryable.query(LIST_OWN, [...values, page.by]);
}

export async function findOperationView(
  queryable: Queryable,
  organizationId: string,
  id: string,
  by: string | null,
): Promise<OperationView | null> {
  return (await queryable.query(ONE, [organizationId, id, by]))[0] ?? null;
}

const PLACE = statement<{ slug: string; name: string; roles: Role[] }>(`
  select o.slug, o.name, m.roles from memberships m join organizations o on o.id = m.organization_id
  where m.organization_id = $1 and m.account_id = $2 and m.state = 'active' and o.state = 'active'`);

/** The place that somebody has now in the organization; null when they have none any more. */
export async function findPlaceOf(
  queryable: Queryable,
  organizationId: string,
  accountId: string,
): Promise<MembershipView | null> {
  const [place] = await queryable.query(PLACE, [organizationId, accountId]);
  return place ? { organizationId, ...place } : null;
}

export type OperationRowView = {
  readonly id: string;
  readonly subjectId: string;
  readonly name: string | null;
  readonly state: OperationRow['state'];
  readonly code: string | null;
  readonly params: Record<string, string | number>;
};

const ROWS = `
  select r.row::text as id, r.subject_id as "subjectId", r.state, r.code, r.params,
    coalesce(i.address_shown, m.sort_name) as name
  from (select * from operation_rows where operation_id = $1 and row > $2`;
const NAMES = `order by row limit $3) r
  left join invitations i on i.id = r.subject_id
  left join memberships m on m.id = r.subject_id order by r.row`;
const ALL_ROWS = statement<OperationRowView>(`${ROWS} ${NAMES}`);
const ROWS_OF = statement<OperationRowView>(`${ROWS} and state = $4 ${NAMES}`);

export function listOperationRows(
  queryable: Queryable,
  id: string,
  page: { after: number; limit: number; state: OperationRow['state'] | null },
): Promise<OperationRowView[]> {
  const values = [id, page.after, page.limit];
  return page.state ? queryable.query(ROWS_OF, [...values, page.state]) : queryable.query(ALL_ROWS, values);
}
