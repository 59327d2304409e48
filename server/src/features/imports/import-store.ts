import type { Import, ImportOptions, ImportState, RowState } from '@gatehouse/contract/imports';
import { command, type Queryable, statement } from '../../platform/database/database.ts';
import type { Cells } from './read-row.ts';

export type ImportRecord = Pick<
  Import,
  'id' | 'state' | 'fileName' | 'format' | 'encoding' | 'delimiter' | 'hasHeader' | 'columns' | 'mapping' | 'sample'
> & {
  readonly organizationId: string;
  readonly rowCount: number;
  readonly options: ImportOptions | null;
  /** Null: the operator, at the command line. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  /** Who began the last run: the invitations are theirs. Null before the first, and for the operator. */
  readonly startedBy: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
};
export type NewImport = Omit<ImportRecord, 'startedBy' | 'startedAt' | 'endedAt'>;

const INSERT = command(`
  insert into imports (id, organization_id, state, file_name, format, encoding, delimiter, has_header, columns, mapping,
    sample, row_count, created_by, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  on conflict (id) do update set state = excluded.state, encoding = excluded.encoding, delimiter = excluded.delimiter,
    has_header = excluded.has_header, columns = excluded.columns, mapping = excluded.mapping, sample = excluded.sample,
    row_count = excluded.row_count`);

/** Writes an import, or how it is read now. */
export async function saveImport(tx: Queryable, record: NewImport): Promise<void> {
  await tx.query(INSERT, [
    record.id,
    record.organizationId,
    record.state,
    record.fileName,
    record.format,
    record.encoding,
    record.delimiter,
    record.hasHeader,
    JSON.stringify(record.columns),
    JSON.stringify(record.mapping),
    JSON.stringify(record.sample),
    record.rowCount,
    record.createdBy,
    record.createdAt,
  ]);
}

const COLUMNS = `id, organization_id as "organizationId", state, file_name as "fileName", format, encoding, delimiter,
  has_header as "hasHeader", columns, mapping, sample, row_count as "rowCount", options, created_by as "createdBy",
  created_at as "createdAt", started_by as "startedBy", started_at as "startedAt", ended_at as "endedAt"`;
const FIND = statement<ImportRecord>(`select ${COLUMNS} from imports where id = $1`);
const LOCK = statement<ImportRecord>(
  `select ${COLUMNS} from imports where id = $1 and organization_id = $2 for update`,
);

export async function findImport(queryable: Queryable, id: string): Promise<ImportRecord | null> {
  return (await queryable.query(FIND, [id]))[0] ?? null;
}

/** Keeps others from changing it until the transaction ends. */
export async function lockImport(tx: Queryable, organizationId: string, id: string): Promise<ImportRecord | null> {
  return (await tx.query(LOCK, [id, organizationId]))[0] ?? null;
}

const SAVE_FILE = command('insert into import_files (import_id, content) values ($1, $2)');
const FILE = statement<{ content: Buffer }>('select content from import_files where import_id = $1');
const DROP_FILE = command('delete from import_files where import_id = $1');

export async function saveFile(tx: Queryable, id: string, content: Uint8Array): Promise<void> {
  await tx.query(SAVE_FILE, [id, content]);
}
export async function findFile(queryable: Queryable, id: string): Promise<Buffer | null> {
  return (await queryable.query(FILE, [id]))[0]?.content ?? null;
}

const BEGIN = statement<{ id: string }>(`
  update imports set state = 'running', options = coalesce($3, options), started_by = $4, started_at = $5,
    ended_at = null, left_at = null
  where id = $1 and state = any($2) returning id`);

/** A run, from one of `from`; false when it stood elsewhere. The file is not needed any more. */
export async function beginRun(
  tx: Queryable,
  id: string,
  run: { from: readonly ImportState[]; options?: ImportOptions; by: string | null; at: Date },
): Promise<boolean> {
  const values = [id, run.from, run.options ? JSON.stringify(run.options) : null, run.by, run.at];
  const moved = (await tx.query(BEGIN, values)).length === 1;
  if (moved) await tx.query(DROP_FILE, [id]);
  return moved;
}

const MOVE = statement<{ id: string }>(`
  update imports set state = $3, ended_at = $4 where id = $1 and state = any($2) returning id`);

/** From one of `from` to `to`; false when it stood elsewhere. */
export async function moveImport(
  tx: Queryable,
  id: string,
  move: { from: readonly ImportState[]; to: ImportState; endedAt: Date | null },
): Promise<boolean> {
  return (await tx.query(MOVE, [id, move.from, move.to, move.endedAt])).length === 1;
}

export type CheckedRow = {
  readonly row: number;
  readonly cells: Cells;
  readonly canonical: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Lower case. */
  readonly username: string | null;
  readonly problem: { readonly field: string | null; readonly code: string; readonly params: object } | null;
};

const CLEAR = command('delete from import_rows where import_id = $1');

export async function clearRows(tx: Queryable, id: string): Promise<void> {
  await tx.query(CLEAR, [id]);
}

// One statement for some hundred rows: what each is, by the address that it canonically has, then by the user name. Whoever
// is here already is not given one, whatever the row says.
const CHECK = statement<never>(`
  insert into import_rows (import_id, row, cells, address_canonical, state, field, code, params, phone)
  select $1, r.row, r.cells, r.canonical,
    case when p.code = 'IMPORT-ROW-DUPLICATE' then 'again' when p.code <> 'IMPORT-NAME-TWICE' then 'invalid'
      when member.yes then 'member' when suppressed.yes then 'suppressed' when invited.yes then 'again'
      when p.code is not null or named.yes then 'invalid' else 'new' end,
    case when p.code <> 'IMPORT-NAME-TWICE' then p.field when coalesce(member.yes, suppressed.yes, invited.yes) then null
      when p.code is not null then p.field when named.yes then 'username' end,
    case when p.code <> 'IMPORT-NAME-TWICE' then p.code when member.yes then 'INV-ALREADY-MEMBER'
      when suppressed.yes then 'INV-SUPPRESSED' when invited.yes then 'INV-ALREADY-INVITED'
      when p.code is not null then p.code when named.yes then 'USERNAME-TAKEN' end,
    coalesce(p.params, '{}'), r.phone
  from jsonb_to_recordset($3::jsonb) as r (row int, cells jsonb, canonical text, phone text, username text, problem jsonb)
  cross join jsonb_to_record(r.problem) as p (field text, code text, params jsonb)
  left join lateral (select true as yes from identifiers f
    join memberships m on m.account_id = f.account_id and m.organization_id = $2 and m.state <> 'removed'
    where f.kind in ('email', 'phone') and f.canonical in (r.canonical, r.phone) and f.verified_at is not null
    limit 1) member on true
  left join lateral (select true as yes from suppressions s
    where s.organization_id = $2 and s.address_canonical in (r.canonical, r.phone) limit 1) suppressed on true
  left join lateral (select true as yes from invitations i
    where i.organization_id = $2 and (i.address_canonical = r.canonical or i.phone = r.phone)
      and i.state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')
      and greatest(i.expires_at, i.resumable_until) > $4 limit 1) invited on true
  left join lateral (select true as yes from user_names n left join invitations i on i.id = n.invitation_id
    where n.organization_id = $2 and n.name = r.username
      and (i.id is null or greatest(i.expires_at, i.resumable_until) > $4)) named on true
  on conflict (import_id, row) do update set cells = excluded.cells, address_canonical = excluded.address_canonical, phone = excluded.phone,
    state = excluded.state, field = excluded.field, code = excluded.code, params = excluded.params`);

/** Writes rows with what each is now. */
export async function saveRows(
  tx: Queryable,
  record: Pick<ImportRecord, 'id' | 'organizationId'>,
  rows: readonly CheckedRow[],
  now: Date,
): Promise<void> {
  await saveRowsJson(tx, record, JSON.stringify(rows), now);
}

/** The same of rows that are JSON already. */
export async function saveRowsJson(
  tx: Queryable,
  record: Pick<ImportRecord, 'id' | 'organizationId'>,
  rows: string,
  now: Date,
): Promise<void> {
  await tx.query(CHECK, [record.id, record.organizationId, rows, now]);
}

const OTHER = statement<{ row: number }>(`
  select row from import_rows
  where import_id = $1 and (address_canonical = $2 or phone = $4) and row <> $3 order by row limit 1`);

/** Another row of the same address or number. */
export async function findTwin(
  tx: Queryable,
  id: string,
  { canonical, phone }: { canonical: string; phone: string | null },
  row: number,
): Promise<number | null> {
  return (await tx.query(OTHER, [id, canonical, row, phone]))[0]?.row ?? null;
}

const NAMESAKE = statement<{ row: number }>(`
  select row from import_rows
  where import_id = $1 and row <> $2 and state = 'new' and lower(btrim(cells->>'username')) = $3 order by row limit 1`);

/** Another row that would be given this user name, which is in lower case. */
export async function findNamesake(tx: Queryable, id: string, username: string, row: number): Promise<number | null> {
  return (await tx.query(NAMESAKE, [id, row, username]))[0]?.row ?? null;
}

const TAKE = statement<{ row: number; cells: Cells }>(`
  select row, cells from import_rows where import_id = $1 and state = $2 and row > $3 order by row limit $4`);

export function takeRows(queryable: Queryable, id: string, state: RowState, after: number, limit: number) {
  return queryable.query(TAKE, [id, state, after, limit]);
}

/** What became of one row. */
export type RowEnd = {
  readonly row: number;
  readonly state: RowState;
  readonly code: string | null;
  readonly params: object;
  readonly invitationId: string | null;
};

const SETTLE = statement<{ row: number }>(`
  update import_rows set state = e.state, field = null, code = e.code, params = e.params::jsonb,
    invitation_id = e.invitation_id
  from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
    as e (row, state, code, params, invitation_id)
  where import_id = $1 and import_rows.row = e.row and import_rows.state = 'new' returning import_rows.row`);

/** What became of new rows; answers how many: fewer than given when another process settled some before. */
export async function settleRows(queryable: Queryable, id: string, ends: readonly RowEnd[]): Promise<number> {
  const settled = await queryable.query(SETTLE, [
    id,
    ends.map(({ row }) => row),
    ends.map(({ state }) => state),
    ends.map(({ code }) => code),
    ends.map(({ params }) => JSON.stringify(params)),
    ends.map(({ invitationId }) => invitationId),
  ]);
  return settled.length;
}

const SETTLE_REST = command(`
  update import_rows set state = case when state = 'invalid' then 'failed' else 'skipped' end
  where import_id = $1 and state in ('again', 'member', 'suppressed', 'invalid')`);

/** Rows that are not invited have their end with the start of the run. */
export async function settleRest(tx: Queryable, id: string): Promise<void> {
  await tx.query(SETTLE_REST, [id]);
}

const TAKE_CREATED = statement<{ invitationId: string }>(`
  select invitation_id as "invitationId" from import_rows where import_id = $1 and state = 'created' order by row limit $2`);

/** Invitations that the import made and that were not looked at by undoing yet. */
export function takeCreated(tx: Queryable, id: string, limit: number): Promise<{ invitationId: string }[]> {
  return tx.query(TAKE_CREATED, [id, limit]);
}

const SETTLE_CREATED = command(`
  update import_rows set state = case when invitation_id = any($3) then 'withdrawn' else 'kept' end
  where import_id = $1 and invitation_id = any($2) and state = 'created'`);

/** Of the invitations `ids` those in `withdrawn` are withdrawn, the others stay. */
export async function settleCreated(
  tx: Queryable,
  id: string,
  ids: readonly string[],
  withdrawn: readonly string[],
): Promise<void> {
  await tx.query(SETTLE_CREATED, [id, ids, withdrawn]);
}

const LEAVE = command(`
  update imports set left_at = $4 where id = $1 and organization_id = $2 and started_by = $3 and state = 'running'`);

/** Whoever began the run goes away: they hear of its end by mail. */
export async function markLeft(
  queryable: Queryable,
  id: string,
  by: { readonly organizationId: string; readonly accountId: string },
  at: Date,
): Promise<void> {
  await queryable.query(LEAVE, [id, by.organizationId, by.accountId, at]);
}

const HALT = command(`update imports set state = 'stopped', ended_at = $1 where state = 'running'`);

/** After a restore no import goes on by itself: its rows may have been invited since the backup. */
export async function haltImports(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(HALT, [now]);
}
