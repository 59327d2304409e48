import type { OperationResult } from '@gatehouse/contract/operations';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

const INSERT = command(`
  insert into operation_rows (operation_id, row, subject_id)
  select $1, chosen.row, chosen.id from unnest($2::text[]) with ordinality chosen (id, row)`);

/** The things that it is about, in this order. */
export async function insertRows(tx: Queryable, operationId: string, subjectIds: readonly string[]): Promise<void> {
  await tx.query(INSERT, [operationId, subjectIds]);
}

const COPY = statement<{ copied: number }>(`
  with done as (
    insert into operation_rows (operation_id, row, subject_id, before)
    select $1, row, subject_id, before from operation_rows where operation_id = $2 and state = 'done' returning row)
  select count(*)::int as copied from done`);

/** What `of` did becomes what is to be taken back; answers how much that is. */
export async function copyDoneRows(tx: Queryable, operationId: string, of: string): Promise<number> {
  return (await tx.query(COPY, [operationId, of]))[0]?.copied ?? 0;
}

const COPY_FAILED = statement<{ copied: number }>(`
  with again as (
    insert into operation_rows (operation_id, row, subject_id)
    select $1, row, subject_id from operation_rows where operation_id = $2 and state = 'failed' returning row)
  select count(*)::int as copied from again`);

/** What `of` was refused is to be tried again; answers how much that is. */
export async function copyFailedRows(tx: Queryable, operationId: string, of: string): Promise<number> {
  return (await tx.query(COPY_FAILED, [operationId, of]))[0]?.copied ?? 0;
}

export type WaitingRow = {
  readonly row: number;
  readonly subjectId: string;
  /** Of an operation that takes another back: what that one changed. */
  readonly before: Readonly<Record<string, unknown>> | null;
};

const TAKE = statement<WaitingRow>(`
  select row, subject_id as "subjectId", before from operation_rows
  where operation_id = $1 and state = 'waiting' order by row limit $2`);

export function takeRows(queryable: Queryable, operationId: string, limit: number): Promise<WaitingRow[]> {
  return queryable.query(TAKE, [operationId, limit]);
}

export type RowEnd = {
  readonly state: OperationResult;
  readonly code?: string;
  readonly params?: object;
  /** What taking it back restores. */
  readonly before?: object;
};

// The row and the figures that are shown of all rows are one statement: they cannot differ.
const SETTLE = statement<{ id: string }>(`
  with settled as (
    update operation_rows set state = $3, code = $4, params = $5, before = coalesce($6, before)
    where operation_id = $1 and row = $2 and state = 'waiting' returning row)
  update operations set done = done + 1,
    counts = counts || jsonb_build_object($3::text, coalesce((counts->>$3)::int, 0) + 1)
  where id = $1 and state = 'running' and exists (select from settled) returning id`);

/** False when another process settled it before, or when the operation was stopped. */
export async function settleRow(tx: Queryable, operationId: string, row: number, end: RowEnd): Promise<boolean> {
  const { state, code = null, params = {}, before } = end;
  const values = [operationId, row, state, code, JSON.stringify(params), before ? JSON.stringify(before) : null];
  return (await tx.query(SETTLE, values)).length === 1;
}
