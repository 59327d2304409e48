import { command, type Queryable } from '../../platform/database/database.ts';

export type AuditRow = {
  organizationId: string | null;
  at: Date;
  actorType: string;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  change: Readonly<Record<string, unknown>>;
  ip: string;
  requestId: string;
};

/**
 * The event as a part of a larger statement, as an insertion for a `with`. `rows`: organization, time, type and id of the
 * actor, action, type and id of the subject, change, network address, request. {@link markingSql} goes with it.
 */
export function recordingSql(rows: string): string {
  return `insert into audit_events
      (organization_id, at, actor_type, actor_id, action, subject_type, subject_id, change, ip, request_id)
    ${rows} returning id`;
}

/** The mark says that the application wrote the event and that it waits for its seal (seal-audit-events.ts). */
export function markingSql(event: string): string {
  return `insert into audit_unsealed (event_id) select id from ${event}`;
}

const INSERT = command(`
  with event as (${recordingSql('values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)')}) ${markingSql('event')}`);

export async function insertAuditEvent(queryable: Queryable, row: AuditRow): Promise<void> {
  await queryable.query(INSERT, [
    row.organizationId,
    row.at,
    row.actorType,
    row.actorId,
    row.action,
    row.subjectType,
    row.subjectId,
    JSON.stringify(row.change),
    row.ip,
    row.requestId,
  ]);
}

const INSERT_MANY = command(`
  with event as (
    insert into audit_events
      (organization_id, at, actor_type, actor_id, action, subject_type, subject_id, change, ip, request_id)
    select e.organization_id, $1, $2, $3, e.action, e.subject_type, e.subject_id, e.change::jsonb, $4, $5
    from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
      as e (organization_id, action, subject_type, subject_id, change)
    returning id
  )
  insert into audit_unsealed (event_id) select id from event`);

/** Acts of one actor at one time. */
export async function insertAuditEvents(
  queryable: Queryable,
  by: Pick<AuditRow, 'at' | 'actorType' | 'actorId' | 'ip' | 'requestId'>,
  rows: readonly Pick<AuditRow, 'organizationId' | 'action' | 'subjectType' | 'subjectId' | 'change'>[],
): Promise<void> {
  await queryable.query(INSERT_MANY, [
    by.at,
    by.actorType,
    by.actorId,
    by.ip,
    by.requestId,
    rows.map(({ organizationId }) => organizationId),
    rows.map(({ action }) => action),
    rows.map(({ subjectType }) => subjectType),
    rows.map(({ subjectId }) => subjectId),
    rows.map(({ change }) => JSON.stringify(change)),
  ]);
}
