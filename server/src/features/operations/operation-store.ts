import type { OperationKind, OperationResult, OperationState } from '@gatehouse/contract/operations';
import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { OPERATION_MOVES, type OperationMove } from './domain/operation.ts';

/** An operation as its runner needs it. */
export type OperationRecord = {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly total: number | null;
  readonly done: number;
  readonly input: Readonly<Record<string, unknown>>;
  /** How far the runner is, in its own words; null before its first part. */
  readonly position: string | null;
  readonly undoes: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startsAt: Date;
  readonly endedAt: Date | null;
  readonly counts: Readonly<Partial<Record<OperationResult, number>>>;
  readonly isRetried: boolean;
};

const INSERT = command(`
  insert into operations (id, organization_id, kind, state, total, input, undoes, file_name, created_by, created_at,
    starts_at)
  values ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10)`);

export async function insertOperation(
  tx: Queryable,
  record: Omit<OperationRecord, 'state' | 'done' | 'position' | 'endedAt' | 'counts' | 'isRetried'> & {
    fileName: string | null;
  },
): Promise<void> {
  await tx.query(INSERT, [
    record.id,
    record.organizationId,
    record.kind,
    record.total,
    JSON.stringify(record.input),
    record.undoes,
    record.fileName,
    record.createdBy,
    record.createdAt,
    record.startsAt,
  ]);
}

const FIND = statement<OperationRecord>(`
  select id, organization_id as "organizationId", kind, state, total, done, input, position, undoes,
    created_by as "createdBy", created_at as "createdAt", starts_at as "startsAt", ended_at as "endedAt", counts,
    result ? 'retriedBy' as "isRetried"
  from operations where id = $1`);

export async function findOperation(queryable: Queryable, id: string): Promise<OperationRecord | null> {
  return (await queryable.query(FIND, [id]))[0] ?? null;
}

const TOTAL = command('update operations set total = $2 where id = $1');

export async function setTotal(tx: Queryable, id: string, total: number): Promise<void> {
  await tx.query(TOTAL, [id, total]);
}

const MOVE = statement<{ id: string }>(`
  update operations set state = $2, ended_at = $4, result = result || $5::jsonb where id = $1 and state = any($3)
  returning id`);

/** Moves it to `to`; false when it stands where it cannot. */
export async function moveOperation(
  tx: Queryable,
  id: string,
  to: OperationMove,
  endedAt: Date | null,
  result: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  return (await tx.query(MOVE, [id, to, OPERATION_MOVES[to], endedAt, JSON.stringify(result)])).length === 1;
}

const RETRIED = statement<{ id: string }>(`
  update operations set result = result || jsonb_build_object('retriedBy', $2::text)
  where id = $1 and not (result ? 'retriedBy') returning id`);

/** What it was refused is tried again by `next`; false when it is already. */
export async function markRetried(tx: Queryable, id: string, next: string): Promise<boolean> {
  return (await tx.query(RETRIED, [id, next])).length === 1;
}

/** What one part of the work comes to. */
export type Progress = {
  readonly counts: Readonly<Partial<Record<OperationResult, number>>>;
  /** Where the next part begins; left as it is if not given. */
  readonly position?: string;
};

const ADVANCE = statement<{ id: string }>(`
  update operations set done = done + $3 + $4 + $5, position = coalesce($6, position),
    counts = jsonb_build_object('done', coalesce((counts->>'done')::int, 0) + $3,
      'skipped', coalesce((counts->>'skipped')::int, 0) + $4, 'failed', coalesce((counts->>'failed')::int, 0) + $5)
  where id = $1 and done = $2 and state = 'running' returning id`);

/** False when it was stopped, or when another process has done this part already. */
export async function addProgress(
  tx: Queryable,
  { id, done }: Pick<OperationRecord, 'id' | 'done'>,
  { counts, position }: Progress,
): Promise<boolean> {
  const values = [id, done, counts.done ?? 0, counts.skipped ?? 0, counts.failed ?? 0, position ?? null];
  return (await tx.query(ADVANCE, values)).length === 1;
}

const APPEND = command(`
  insert into operation_files (operation_id, part, content)
  select $1, coalesce(max(part), 0) + 1, $2 from operation_files where operation_id = $1`);

/** Adds rows of `packRows` to a file, in the transaction that says that this part is done. */
export async function appendToFile(tx: Queryable, id: string, content: string): Promise<void> {
  await tx.query(APPEND, [id, content]);
}

const PART = statement<{ content: string }>(
  'select content from operation_files where operation_id = $1 and part = $2',
);

/** One part of the file, counted from 1; null after the last. */
export async function findFilePart(queryable: Queryable, id: string, part: number): Promise<string | null> {
  return (await queryable.query(PART, [id, part]))[0]?.content ?? null;
}

const HALT = command(`
  update operations set state = 'stopped', ended_at = $1 where state in ('waiting', 'running')`);

/** After a restore none goes on by itself: it may have been done since the backup. */
export async function haltOperations(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(HALT, [now]);
}

const OF_SUSPENDED = statement<{ id: string }>(`
  select o.id from operations p join organizations o on o.id = p.organization_id and o.state = 'suspended' where p.id = $1`);

/** Whether its organization lets nobody in for now: then nobody has a right to it, and nobody has lost one. */
export async function isOfSuspended(queryable: Queryable, id: string): Promise<boolean> {
  return (await queryable.query(OF_SUSPENDED, [id])).length === 1;
}
