import { type Queryable, type Statement, statement } from '../../platform/database/database.ts';

export type AuditEventRow = {
  id: string;
  /** Microseconds since 1970: with the id, where the next page begins. */
  micros: string;
  at: Date;
  actorType: string;
  actorId: string | null;
  actorName: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | null;
  change: Record<string, unknown>;
  ip: string;
  requestId: string;
  sealed: boolean;
};

export type AuditListFilters = {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of `likePattern`. */
  readonly pattern?: string | undefined;
  /** Where the page begins: microseconds and id of the last event before. */
  readonly before?: { readonly micros: string; readonly id: string } | undefined;
};

// Arrays, not `in (select ...)`: only so can PostgreSQL take each from its index.
// One statement for each set of filters, so that each finds its index whatever plan PostgreSQL keeps.
const CONDITIONS = {
  action: (value: number) => `e.action = $${value}`,
  actor: (value: number) => `e.actor_id = $${value}`,
  subject: (value: number) => `e.subject_id = $${value}`,
  from: (value: number) => `e.at >= $${value}::timestamptz`,
  to: (value: number) => `e.at < $${value}::timestamptz`,
  pattern: (value: number) =>
    `(lower(e.change::text || ' ' || e.subject_id || ' ' || e.ip || ' ' || e.request_id) like $${value} escape '\\'
      or e.actor_id = any(array(${PEOPLE(value)})) or e.subject_id = any(array(${PEOPLE(value)})))`,
} as const;

function PEOPLE(value: number): string {
  return `select m.account_id from memberships m join accounts p on p.id = m.account_id
      where m.organization_id = $1 and lower(p.name) like $${value} escape '\\' limit 50`;
}

const FILTERS = Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[];
const statements = new Map<string, Statement<AuditEventRow>>();

function listStatement(used: readonly (keyof typeof CONDITIONS)[], paged: boolean): Statement<AuditEventRow> {
  const key = [...used, paged].join();
  const known = statements.get(key);
  if (known) return known;
  const conditions = used.map((name, index) => CONDITIONS[name](index + 3));
  const after = used.length + 3;
  // Microseconds as a whole number of microseconds: a product of seconds would lose the last of them.
  const cursor = `(e.at, e.id) < (timestamptz 'epoch' + $${after}::bigint * interval '1 microsecond', $${after + 1}::bigint)`;
  const made = statement<AuditEventRow>(`
    select e.id::text, (extract(epoch from e.at) * 1000000)::bigint::text as micros, e.at, e.actor_type as "actorType",
      e.actor_id as "actorId", a.name as "actorName", e.action, e.subject_type as "subjectType",
      e.subject_id as "subjectId", e.change, e.ip, e.request_id as "requestId",
      coalesce(sa.name, si.address_shown, so.name, (
        select p.name from accounts p where p.id = coalesce(sm.account_id, sj.account_id))) as "subjectName",
      not exists (select from audit_unsealed u where u.event_id = e.id) as sealed
    from (
      select * from audit_events e
      where ${['e.organization_id = $1', ...conditions, ...(paged ? [cursor] : [])].join(' and ')}
      order by e.at desc, e.id desc limit $2) e
    left join accounts a on a.id = e.actor_id
    left join accounts sa on e.subject_type = 'account' and sa.id = e.subject_id
    left join invitations si on e.subject_type = 'invitation' and si.id = e.subject_id
    left join organizations so on e.subject_type = 'organization' and so.id = e.subject_id
    left join memberships sm on e.subject_type = 'membership' and sm.id = e.subject_id
    left join join_requests sj on e.subject_type = 'join-request' and sj.id = e.subject_id
    order by e.at desc, e.id desc`);
  statements.set(key, made);
  return made;
}

/** Events of an organization, newest first, with the names of whom they are about. */
export function listAuditEvents(
  queryable: Queryable,
  organizationId: string,
  filters: AuditListFilters,
  limit: number,
): Promise<AuditEventRow[]> {
  const used = FILTERS.filter((name) => filters[name] !== undefined);
  const { before } = filters;
  const values = [organizationId, limit, ...used.map((name) => filters[name])];
  return queryable.query(listStatement(used, before !== undefined), [
    ...values,
    ...(before ? [before.micros, before.id] : []),
  ]);
}
