import type { ErrorCode } from '@gatehouse/contract/errors';
import type { RequirementName } from '@gatehouse/contract/invitations';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type NewStop = {
  /** Null where the request alone is known. */
  readonly flowId: string | null;
  readonly invitationId: string | null;
  /** Null: the flow, else the invitation. */
  readonly subject: string | null;
  readonly error: ErrorCode;
  readonly requirement: RequirementName | null;
  readonly requestId: string;
};

// Reads, and writes only where nothing is known of this stop yet: opening the same page again adds nothing. Of a flow
// that does not exist there is nothing to know. `$9`: how many without a flow or an invitation an hour may add.
const KEEP = statement<{ code: string }>(`
  with stop as (
    select coalesce($3::text, f.id, i.id) as subject, f.id as flow_id, i.id as invitation_id, i.organization_id
    from (select 1) one
    left join flows f on f.id = $1
    left join invitations i on i.id = coalesce(f.invitation_id, $2)),
  known as (
    select r.code from stop_references r join stop s on s.subject = r.subject
    where r.error = $4 and r.expires_at > $7),
  made as (
    insert into stop_references
      (code, subject, error, requirement, flow_id, invitation_id, organization_id, request_id, at, expires_at)
    select $8, subject, $4, $5, flow_id, invitation_id, organization_id, $6, $7, $7::timestamptz + interval '30 days' from stop
    where subject is not null and not exists (select from known)
      and ($3::text is null or $9 > (
        select count(*) from stop_references where error = $4 and at > $7::timestamptz - interval '1 hour'))
    on conflict (subject, error) do update set code = excluded.code, requirement = excluded.requirement,
      request_id = excluded.request_id, at = excluded.at, expires_at = excluded.expires_at
      where stop_references.expires_at <= excluded.at
    returning code)
  select code from known union all select code from made`);

/** The reference of this stop, the same for as long as it is kept; null where nothing was kept of it. */
export async function keepStop(
  queryable: Queryable,
  stop: NewStop,
  fresh: { readonly code: string; readonly most: number; readonly now: Date },
): Promise<string | null> {
  const { flowId, invitationId, subject, error, requirement, requestId } = stop;
  const { code, most, now } = fresh;
  const values = [flowId, invitationId, subject, error, requirement, requestId, now, code, most];
  const [kept] = await queryable.query(KEEP, values);
  return kept?.code ?? null;
}

/** What a reference leads to. */
export type Stop = {
  code: string;
  error: ErrorCode;
  requirement: RequirementName | null;
  requestId: string;
  at: Date;
  flowId: string | null;
  invitationId: string | null;
  organizationId: string | null;
  /** Of a sign-in: the address that was typed. */
  canonical: string | null;
};

const COLUMNS = `r.code, r.error, r.requirement, r.request_id as "requestId", r.at, r.flow_id as "flowId",
  r.invitation_id as "invitationId", r.organization_id as "organizationId", f.identifier_canonical as canonical
  from stop_references r left join flows f on f.id = r.flow_id`;
const BY_CODE = statement<Stop>(`select ${COLUMNS} where r.code = $1 and r.expires_at > $2`);
const BY_REQUEST = statement<Stop>(
  `select ${COLUMNS} where r.request_id = $1 and r.expires_at > $2 order by r.at limit 1`,
);

/** By the eight characters of a reference, or by the id of the request. Null for none, or one that has ended. */
export async function findStop(
  queryable: Queryable,
  by: { readonly code: string } | { readonly requestId: string },
  now: Date,
): Promise<Stop | null> {
  const [stop] =
    'code' in by
      ? await queryable.query(BY_CODE, [by.code, now])
      : await queryable.query(BY_REQUEST, [by.requestId, now]);
  return stop ?? null;
}
