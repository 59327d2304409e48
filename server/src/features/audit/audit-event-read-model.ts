import { plannedAnew, type Queryable, type Statement, statement } from '../../platform/database/database.ts';
import type { WordSearch } from '../../platform/database/pages.ts';

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
  /** Of the organization's member that the event is about. */
  memberId: string | null;
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
  /** What is looked for: fewer than three letters among the names of people alone. */
  readonly words?: WordSearch | undefined;
  /** Where the page begins: microseconds and id of the last event before. */
  readonly before?: { readonly micros: string; readonly id: string } | undefined;
};

// One statement for each set of filters, so that each finds its index whatever plan PostgreSQL keeps.
const CONDITIONS = {
  action: (value: number) => `e.action = $${value}`,
  actor: (value: number) => `e.actor_id = $${value}`,
  subject: (value: number) => `e.subject_id = $${value}`,
  from: (value: number) => `e.at >= $${value}::timestamptz`,
  to: (value: number) => `e.at < $${value}::timestamptz`,
} as const;

type Filter = keyof typeof CONDITIONS;
const FILTERS = Object.keys(CONDITIONS) as Filter[];
const ORDER = 'order by e.at desc, e.id desc limit $2';

/**
 * The page, as one branch for each place in which words are looked for: what was written, who did it, to whom. Each ends
 * after a page of its own index; an `or` of the three would read the whole log.
 */
function pageSql(where: string, words: PlacedWords | null): string {
  if (words === null) return `select e.* from audit_events e where ${where} ${ORDER}`;
  const { place, by } = words;
  const written = `lower(e.change::text || ' ' || e.subject_id || ' ' || e.ip || ' ' || e.request_id)`;
  const ofPeople = (column: string) => `
    select e.* from people p cross join lateral (
      select e.* from audit_events e where ${where} and e.${column} = p.id ${ORDER}) e`;
  const inText = `(select e.* from audit_events e where ${where} and ${written} like $${place} escape '\\' ${ORDER}) union`;
  return `
    with people as materialized (
      select unnest(array[m.account_id, m.id]) as id from memberships m join accounts p on p.id = m.account_id
      where m.organization_id = $1 and ${NAMED[by](place)} limit 100)
    select * from (
      ${by === 'part' ? inText : ''} (${ofPeople('actor_id')}) union (${ofPeople('subject_id')})) e ${ORDER}`;
}

type PlacedWords = { readonly place: number; readonly by: WordSearch['by'] };

const NAMED: Record<WordSearch['by'], (place: number) => string> = {
  part: (place) => `lower(p.name) like $${place} escape '\\'`,
  beginning: (place) => `m.state <> 'removed'
    and (m.words like $${place} escape '\\' or m.words like '% ' || $${place} escape '\\')`,
  han: (place) => `m.state <> 'removed' and han_grams(m.words) @> array[$${place}]`,
};

/** A search is planned with its words: rare ones are found by their letters, common ones by walking back in time. */
function listStatement(used: readonly Filter[], paged: boolean, by: WordSearch['by'] | null): Statement<AuditEventRow> {
  const conditions = used.map((name, index) => CONDITIONS[name](index + 3));
  const after = used.length + 3;
  // Microseconds as a whole number of microseconds: a product of seconds would lose the last of them.
  const cursor = `(e.at, e.id) < (timestamptz 'epoch' + $${after}::bigint * interval '1 microsecond', $${after + 1}::bigint)`;
  const where = ['e.organization_id = $1', ...conditions, ...(paged ? [cursor] : [])].join(' and ');
  const words = by && { place: after + (paged ? 2 : 0), by };
  return (words ? plannedAnew : statement)<AuditEventRow>(`
    select e.id::text, (extract(epoch from e.at) * 1000000)::bigint::text as micros, e.at, e.actor_type as "actorType",
      e.actor_id as "actorId", a.name as "actorName", e.action, e.subject_type as "subjectType",
      e.subject_id as "subjectId", e.change, e.ip, e.request_id as "requestId",
      coalesce(sa.name, si.address_shown, so.name, (
        select p.name from accounts p where p.id = coalesce(sm.account_id, sj.account_id)),
        case when e.subject_type = 'address' then e.subject_id end) as "subjectName",
      (select m.id from memberships m where m.organization_id = $1 and m.state <> 'removed'
        and m.account_id = coalesce(sa.id, sm.account_id, sj.account_id)) as "memberId",
      not exists (select from audit_unsealed u where u.event_id = e.id) as sealed
    from (${pageSql(where, words)}) e
    left join accounts a on a.id = e.actor_id
    left join accounts sa on e.subject_type = 'account' and sa.id = e.subject_id
    left join invitations si on e.subject_type = 'invitation' and si.id = e.subject_id and si.organization_id = $1
    left join organizations so on e.subject_type = 'organization' and so.id = e.subject_id
    left join memberships sm on e.subject_type = 'membership' and sm.id = e.subject_id
    left join join_requests sj on e.subject_type = 'join-request' and sj.id = e.subject_id
    order by e.at desc, e.id desc`);
}

const statements = new Map<string, Statement<AuditEventRow>>();

function statementFor(used: readonly Filter[], paged: boolean, by: WordSearch['by'] | null): Statement<AuditEventRow> {
  const key = [...used, paged, by].join();
  const made = statements.get(key) ?? listStatement(used, paged, by);
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
  const { before, words } = filters;
  return queryable.query(statementFor(used, before !== undefined, words?.by ?? null), [
    organizationId,
    limit,
    ...used.map((name) => filters[name]),
    ...(before ? [before.micros, before.id] : []),
    ...(words === undefined ? [] : [words.text]),
  ]);
}
