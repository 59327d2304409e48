import type { Operation } from '@gatehouse/contract/operations';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type OperationView = Omit<Operation, 'createdAt' | 'startsAt' | 'endedAt' | 'createdBy'> & {
  readonly createdAt: Date;
  readonly startsAt: Date;
  readonly endedAt: Date | null;
  readonly createdBy: string;
  readonly creatorName: string;
};

const VIEW = `o.id, o.kind, o.state, o.total, o.done, o.counts, o.undoes, o.result->>'code' as problem,
  o.file_name as "fileName", o.created_by as "createdBy", a.name as "creatorName", o.created_at as "createdAt",
  o.starts_at as "startsAt", o.ended_at as "endedAt"`;

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
