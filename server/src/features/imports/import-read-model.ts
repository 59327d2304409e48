import type { Import, ImportField, RowState } from '@gatehouse/contract/imports';
import type { Locale } from '@gatehouse/contract/locales';
import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';
import type { ImportRecord } from './import-store.ts';
import type { Cells } from './read-row.ts';

export type ImportView = ImportRecord & {
  readonly creatorName: string | null;
  readonly counts: Import['counts'];
};

const SELECT = `select i.id, i.organization_id as "organizationId", i.state, i.file_name as "fileName", i.format,
    i.encoding, i.delimiter, i.has_header as "hasHeader", i.columns, i.mapping, i.sample, i.row_count as "rowCount",
    i.options, i.created_by as "createdBy", i.created_at as "createdAt", i.ended_at as "endedAt",
    i.started_by as "startedBy", i.started_at as "startedAt", a.name as "creatorName",
    (select coalesce(json_object_agg(c.state, c.count), '{}')
      from (select r.state, count(*) from import_rows r where r.import_id = i.id group by r.state) c) as counts`;

const ONE = statement<ImportView>(`
  ${SELECT} from imports i left join accounts a on a.id = i.created_by where i.organization_id = $1 and i.id = $2`);
const LIST = statement<ImportView>(`
  ${SELECT} from (select * from imports where organization_id = $1 and ($2::text is null or id < $2)
    order by id desc limit $3) i
  left join accounts a on a.id = i.created_by order by i.id desc`);

export async function findImportView(queryable: Queryable, org: string, id: string): Promise<ImportView | null> {
  return (await queryable.query(ONE, [org, id]))[0] ?? null;
}

export function listImports(queryable: Queryable, org: string, before: string | null, limit: number) {
  return queryable.query(LIST, [org, before, limit]);
}

export type RowView = {
  readonly id: string;
  readonly row: number;
  readonly state: RowState;
  readonly cells: Cells;
  readonly field: ImportField | null;
  readonly code: string | null;
  readonly params: Record<string, string | number>;
  readonly invitationId: string | null;
};

const ROW = `select row::text as id, row, state, cells, field, code, params, invitation_id as "invitationId" from import_rows`;
const ROWS = statement<RowView>(`
  ${ROW} where import_id = $1 and row > $2 order by row limit $3`);
const ROWS_OF = statement<RowView>(`
  ${ROW} where import_id = $1 and row > $2 and state = $4 and row < coalesce($5, row + 1) order by row limit $3`);

/** `before`: of one state those above this row. */
export type RowsPage = {
  readonly after: number;
  readonly limit: number;
  readonly state: RowState | null;
  readonly before?: number | null;
};

export function listRows(
  queryable: Queryable,
  id: string,
  { after, limit, state, before = null }: RowsPage,
): Promise<RowView[]> {
  const values = [id, after, limit];
  return state ? queryable.query(ROWS_OF, [...values, state, before]) : queryable.query(ROWS, values);
}

export type RowsWithoutSeat = {
  /** The first of them: they are the new rows from here on. */
  readonly from: number;
  readonly count: number;
};

// Seats go to rows in their order. Of several rows with addresses of one account the first takes one, and whoever is invited
// already takes none: as `COUNT` of organizations/seat-store.ts.
const WITHOUT_SEAT = statement<RowsWithoutSeat>(`
  with wanted as (
    select min(r.row) as row from import_rows r
    left join lateral (
      select f.account_id from identifiers f
      where f.kind in ('email', 'phone') and f.canonical in (r.address_canonical, r.phone) and f.verified_at is not null
      order by f.kind limit 1) owner on true
    where r.import_id = $1 and r.state = 'new'
      and (select count(*) from import_rows every where every.import_id = $1 and every.state = 'new') > $3
      and ($3 = 0 or not exists (
      select from identifiers other join invitations i on i.organization_id = $2
        and (i.address_canonical = other.canonical or i.phone = other.canonical)
      where other.account_id = owner.account_id and other.verified_at is not null and i.kind = 'member'
        and i.state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')
        and greatest(i.expires_at, i.resumable_until) > $4))
    group by coalesce(owner.account_id, r.row::text)),
  first as (select row from wanted order by row offset $3 limit 1)
  select first.row as "from", (
    select count(*)::int from import_rows r where r.import_id = $1 and r.state = 'new' and r.row >= first.row) as count
  from first`);

/** The new rows for which nothing is left when `left` seats are; null where there is one for each. */
export async function findRowsWithoutSeat(
  queryable: Queryable,
  { id, organizationId }: Pick<ImportRecord, 'id' | 'organizationId'>,
  left: number,
  now: Date,
): Promise<RowsWithoutSeat | null> {
  return (await queryable.query(WITHOUT_SEAT, [id, organizationId, left, now]))[0] ?? null;
}

const PLACE = statement<{ slug: string; name: string; roles: Role[] }>(`
  select o.slug, o.name, m.roles from memberships m join organizations o on o.id = m.organization_id
  where m.organization_id = $1 and m.account_id = $2 and m.state = 'active' and o.state = 'active'`);
const OPERATOR_PLACE = statement<{ slug: string; name: string; roles: Role[] }>(`
  select slug, name, array['owner'] as roles from organizations where id = $1 and state = 'active'`);

/** The place that somebody has now in the organization; null when they have none any more. The operator's is an owner's. */
export async function findPlaceOf(queryable: Queryable, organizationId: string, accountId: string | null) {
  const found =
    accountId === null
      ? queryable.query(OPERATOR_PLACE, [organizationId])
      : queryable.query(PLACE, [organizationId, accountId]);
  return (await found)[0] ?? null;
}

/** Whom to tell of the end of a run, and in which words. */
export type RunEnd = {
  readonly address: string;
  /** By what `address` is reached. */
  readonly channel: 'email' | 'sms';
  readonly name: string;
  readonly locale: Locale;
  readonly organizationId: string;
  readonly slug: string;
  readonly organizationName: string;
  readonly productName: string;
  readonly left: boolean;
  /** Its rows became members who are added. */
  readonly added: boolean;
  readonly counts: Import['counts'];
};

const END = statement<RunEnd>(`
  select f.canonical as address, case f.kind when 'email' then 'email' else 'sms' end as channel, a.name, coalesce(a.locale, o.locale) as locale, o.id as "organizationId", o.slug, o.name as "organizationName",
    o.product_name as "productName", i.left_at is not null as left,
    coalesce((i.options->>'added')::boolean, false) as added,
    (select coalesce(json_object_agg(c.state, c.count), '{}')
      from (select r.state, count(*) from import_rows r where r.import_id = i.id group by r.state) c) as counts
  from imports i
  join organizations o on o.id = i.organization_id
  join accounts a on a.id = i.started_by and a.state = 'active'
  join memberships m on m.account_id = a.id and m.organization_id = o.id and m.state = 'active'
  join lateral (
    select canonical, kind from identifiers
    where account_id = a.id and kind in ('email', 'phone') and verified_at is not null
    order by kind = 'email' desc, is_primary desc, id limit 1) f on true
  where i.id = $1`);

/** Null where there is nobody to tell: the operator began it, or who did is no member any more. */
export async function findRunEnd(queryable: Queryable, id: string): Promise<RunEnd | null> {
  return (await queryable.query(END, [id]))[0] ?? null;
}
