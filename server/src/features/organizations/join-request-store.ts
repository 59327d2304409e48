import { newId } from '../../kernel/ids.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type JoinRequestState = 'requested' | 'approved' | 'rejected' | 'withdrawn';

const INSERT = statement<{ id: string }>(`
  insert into join_requests (id, organization_id, account_id, invitation_id, requested_at) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning id`);

/** Null when the person has asked already and waits. */
export async function insertJoinRequest(
  queryable: Queryable,
  request: { organizationId: string; accountId: string; invitationId: string | null },
  now: Date,
): Promise<string | null> {
  const values = [newId('jrq', now), request.organizationId, request.accountId, request.invitationId, now];
  return (await queryable.query(INSERT, values))[0]?.id ?? null;
}

export type DecidedRow = { id: string; accountId: string; invitationId: string | null; notify: boolean };

const DECIDE = statement<DecidedRow>(`
  update join_requests set state = $3, decided_at = $4, decided_by = $5, reason = $6
  where id = $2 and organization_id = $1 and state = 'requested'
  returning id, account_id as "accountId", invitation_id as "invitationId", notify`);

/** Decides a waiting request: one decision wins. Null when it is not waiting, or is not of this organization. */
export async function decideRequest(
  queryable: Queryable,
  organizationId: string,
  id: string,
  decision: { state: 'approved' | 'rejected'; by: string; reason: string | null },
  now: Date,
): Promise<DecidedRow | null> {
  const [row] = await queryable.query(DECIDE, [organizationId, id, decision.state, now, decision.by, decision.reason]);
  return row ?? null;
}

export type JoinRequestRow = {
  id: string;
  name: string;
  email: string;
  state: JoinRequestState;
  requestedAt: Date;
  note: string;
  reason: string | null;
  decidedAt: Date | null;
  decidedBy: string | null;
};

const LIST = statement<JoinRequestRow>(`
  select r.id, a.name, r.state, r.requested_at as "requestedAt", r.note, r.reason,
    r.decided_at as "decidedAt", (select d.name from accounts d where d.id = r.decided_by) as "decidedBy",
    coalesce((select i.shown from identifiers i where i.account_id = a.id and i.verified_at is not null
      order by i.kind, i.is_primary desc limit 1), '') as email
  from (
    select * from join_requests where organization_id = $1 and ($2::text is null or id < $2)
      and ($4::text is null or state = $4)
    order by id desc limit $3) r
  join accounts a on a.id = r.account_id order by r.id desc`);

export async function listJoinRequests(
  queryable: Queryable,
  organizationId: string,
  page: { before: string | null; limit: number; state: JoinRequestState | null },
): Promise<JoinRequestRow[]> {
  return queryable.query(LIST, [organizationId, page.before, page.limit, page.state]);
}

const FIND = statement<JoinRequestRow>(`
  select r.id, a.name, r.state, r.requested_at as "requestedAt", r.note, r.reason,
    r.decided_at as "decidedAt", (select d.name from accounts d where d.id = r.decided_by) as "decidedBy",
    coalesce((select i.shown from identifiers i where i.account_id = a.id and i.verified_at is not null
      order by i.kind, i.is_primary desc limit 1), '') as email
  from join_requests r join accounts a on a.id = r.account_id where r.organization_id = $1 and r.id = $2`);

export async function findJoinRequest(
  queryable: Queryable,
  organizationId: string,
  id: string,
): Promise<JoinRequestRow | null> {
  const [row] = await queryable.query(FIND, [organizationId, id]);
  return row ?? null;
}

type WithdrawnRow = { id: string; organizationId: string };

const WITHDRAW = statement<WithdrawnRow>(`
  update join_requests set state = 'withdrawn', decided_at = $2 where invitation_id = $1 and state = 'requested'
  returning id, organization_id as "organizationId"`);

/** What was asked by an invitation is not asked any more: by the person, or because it is not theirs any more. */
export async function withdrawJoinRequests(
  queryable: Queryable,
  invitationId: string,
  now: Date,
): Promise<WithdrawnRow[]> {
  return queryable.query(WITHDRAW, [invitationId, now]);
}

const NOTE = statement<{ id: string }>(`
  update join_requests set note = $2, notify = $3 where invitation_id = $1 and state = 'requested' returning id`);

/** What the person says to whoever decides, and whether they want to be told; false when nothing waits. */
export async function noteJoinRequest(
  queryable: Queryable,
  invitationId: string,
  { note, notify }: { note: string; notify: boolean },
): Promise<boolean> {
  return (await queryable.query(NOTE, [invitationId, note, notify])).length > 0;
}

const USUAL = statement<{ seconds: number | null }>(`
  select percentile_cont(0.5) within group (order by extract(epoch from decided_at - requested_at))::float8 as seconds
  from (
    select decided_at, requested_at from join_requests
    where organization_id = $1 and state in ('approved', 'rejected') order by id desc limit 50) lately`);

/** How long the newest fifty decisions took, at the median; null when there are none. */
export async function usualJoinSeconds(queryable: Queryable, organizationId: string): Promise<number | null> {
  const [row] = await queryable.query(USUAL, [organizationId]);
  return row?.seconds ?? null;
}
