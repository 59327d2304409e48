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

// The mark says that the application wrote it and that it waits for its seal (seal-audit-events.ts).
const INSERT = command(`
  with event as (
    insert into audit_events
      (organization_id, at, actor_type, actor_id, action, subject_type, subject_id, change, ip, request_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id
  )
  insert into audit_unsealed (event_id) select id from event`);

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
