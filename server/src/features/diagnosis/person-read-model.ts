import type { ErrorCode } from '@gatehouse/contract/errors';
import type { InvitationKind, InvitationState } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import type { Role } from '@gatehouse/contract/roles';
import type { Caller } from '../../kernel/actor.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { judgedPerson } from '../admission/index.ts';
import { markingSql, recordingSql } from '../audit/index.ts';

/** What one organization has on an address; of others' nothing. */
export type PersonRow = {
  canonical: string | null;
  invitationId: string | null;
  shown: string | null;
  kind: InvitationKind;
  state: InvitationState;
  roles: Role[];
  name: string | null;
  createdAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  flowId: string | null;
  begunAt: Date | null;
  accountId: string | null;
  memberId: string | null;
  memberState: 'active' | 'suspended' | 'removed' | null;
  joinRequestId: string | null;
  joinRequestState: string | null;
  suppressed: boolean;
  timeZone: string;
  /** Of the person, else of the organization. */
  locale: Locale;
  attempts: { at: string; result: 'success' | 'failure'; reason: string | null }[] | null;
  /** Stopped pages that were shown to whoever holds the invitation's link, newest first. */
  stops: { at: string; error: ErrorCode }[] | null;
  wrongCodes: { count: number; at: string | null };
  near: { address: string; name: string | null }[] | null;
  /** This organization knows the person. */
  known: boolean;
  /** What may be told of the identifier. */
  told: string;
};

const JUDGED = judgedPerson('$1');

// One statement: who it is, everything on them, how `assess` sees them, and the record that somebody looked. Every look-up
// is by key; what is near is found by the keys of migration 0006, and fenced (`materialized`), so that no plan goes
// through all the addresses of an organization instead. `$6`: the address is told only where the organization knows it.
const LOOK = statement<PersonRow & Record<string, unknown>>(`
  with wanted as (
    select coalesce($2::text, (select address_canonical from invitations where id = $3 and organization_id = $1)) as canonical),
  near_invitations as materialized (
    select organization_id, address_canonical, name from invitations
    where near_keys(address_canonical) && near_keys((select canonical from wanted))),
  near_accounts as materialized (
    select account_id, canonical from identifiers
    where kind = 'email' and verified_at is not null and near_keys(canonical) && near_keys((select canonical from wanted))),
  near as (
    select address_canonical as address, max(name) as name from near_invitations where organization_id = $1 group by 1
    union
    select n.canonical, a.name from near_accounts n join memberships m on m.account_id = n.account_id
      and m.organization_id = $1 and m.state <> 'removed' join accounts a on a.id = n.account_id),
  found as (
    select w.canonical, i.id as "invitationId", coalesce(i.address_shown, w.canonical) as shown, i.kind, i.state, i.roles, i.name,
      i.created_at as "createdAt", greatest(i.expires_at, i.resumable_until) as "endsAt", i.ended_at as "endedAt",
      f.id as "flowId", f.created_at as "begunAt", own.account_id as "accountId", m.id as "memberId",
      m.state as "memberState", j.id as "joinRequestId", j.state as "joinRequestState", s.at is not null as suppressed,
      o.time_zone as "timeZone", coalesce(i.locale, a.locale, o.locale) as locale,
      coalesce(i.id, m.id, j.id) is not null as known,
      coalesce(m.state in ('active', 'suspended'), false) as "hasComeIn",
      i.id is not null and (i.state = 'accepted' or coalesce(m.state not in ('active', 'suspended'), true)) as "isInvited"
    from organizations o
    cross join wanted w
    left join lateral (
      select * from invitations x
      where x.organization_id = $1 and (x.id = $3 or ($3::text is null and x.address_canonical = w.canonical))
      order by x.state in ('accepted', 'declined', 'expired', 'revoked', 'superseded'), x.id desc limit 1) i on true
    left join identifiers own on own.kind = 'email' and own.canonical = w.canonical and own.verified_at is not null
    left join accounts a on a.id = own.account_id
    left join memberships m on m.organization_id = $1 and m.account_id = own.account_id
    left join lateral (
      select id, state from join_requests where organization_id = $1 and account_id = own.account_id
      order by id desc limit 1) j on true
    left join suppressions s on s.organization_id = $1 and s.address_canonical = w.canonical
    left join lateral (
      select id, created_at from flows where invitation_id = i.id and accepted_at is not null and completed_at is null
      order by created_at desc limit 1) f on true
    where o.id = $1),
  person as materialized (
    select *, case when "isInvited" then "invitationId" end as "judgedInvitation",
      case when "isInvited" then "flowId" end as "judgedFlow",
      case when not "isInvited" and coalesce("memberId", "joinRequestId") is not null then "accountId" end as "judgedAccount",
      coalesce(case when known or not $6 then shown end, $7) as told
    from found),
  recorded as (${recordingSql(`
    select $1, $5, $8, $9, 'diagnosis.viewed',
      case when "memberId" is not null then 'account' when "invitationId" is not null then 'invitation' else 'address' end,
      case when "memberId" is not null then "accountId" else coalesce("invitationId", left(told, 254)) end,
      jsonb_build_object('identifier', told), $10, $11 from person`)}),
  marked as (${markingSql('recorded')})
  select person.*,
    (select json_agg(json_build_object('at', e.at, 'result', e.result, 'reason', e.reason) order by e.at desc) from (
      select at, result, reason from sign_in_events
      where account_id = person."accountId" and organization_id = $1 and at > $4 order by at desc limit 20) e) as attempts,
    (select json_agg(json_build_object('at', r.at, 'error', r.error) order by r.at desc) from (
      select at, error from stop_references
      where invitation_id = person."invitationId" and expires_at > $5 order by at desc limit 5) r) as stops,
    (select json_build_object('count', count(*), 'at', max(e.at)) from invitation_events e
      where e.invitation_id = person."invitationId" and e.event = 'code-wrong' and e.at > $4) as "wrongCodes",
    (select json_agg(json_build_object('address', n.address, 'name', n.name)) from (
      select * from near where address <> person.canonical limit 50) n) as near,
    ${JUDGED.columns}
  from person ${JUDGED.joins}`);

/** Who looks, as the record says it. */
export type Look = {
  readonly canonical: string | null;
  readonly invitationId: string | null;
  /** The address is told, and recorded, only where the organization knows it; else this. */
  readonly isHidden: boolean;
  readonly otherwise: string;
  readonly attemptsSince: Date;
};

/** By address, or by the invitation with this id, of this organization. Records that `caller` looked. */
export async function lookAtPerson(
  queryable: Queryable,
  caller: Caller,
  organizationId: string,
  look: Look,
  now: Date,
): Promise<PersonRow & Record<string, unknown>> {
  const { actor, ip, requestId } = caller;
  const [row] = await queryable.query(LOOK, [
    organizationId,
    look.canonical,
    look.invitationId,
    look.attemptsSince,
    now,
    look.isHidden,
    look.otherwise,
    actor.type,
    actor.type === 'account' ? actor.id : null,
    ip,
    requestId,
  ]);
  if (!row) throw new Error('an organization answers its row');
  return row;
}

const BY_NAME = statement<{ address: string; name: string | null }>(`
  with named as materialized (
    select organization_id, address_canonical, name from invitations
    where (address_canonical || ' ' || lower(coalesce(name, ''))) like $2 escape '\\')
  select distinct address_canonical as address, name from named where organization_id = $1 limit 10`);

/** People whom this organization invited and whose name or address holds the text. */
export function findByName(queryable: Queryable, organizationId: string, pattern: string) {
  return queryable.query(BY_NAME, [organizationId, pattern]);
}

const BY_PHONE = statement<{ address: string; name: string | null }>(`
  select e.canonical as address, a.name from identifiers p
  join memberships m on m.account_id = p.account_id and m.organization_id = $1
  join accounts a on a.id = p.account_id
  join identifiers e on e.account_id = p.account_id and e.kind = 'email' and e.verified_at is not null
  where p.kind = 'phone' and p.canonical = $2 order by e.is_primary desc limit 5`);

/** Addresses of a member of this organization with this number. */
export function findByPhone(queryable: Queryable, organizationId: string, phone: string) {
  return queryable.query(BY_PHONE, [organizationId, phone]);
}

const FLOW = statement<{ invitationId: string | null; canonical: string | null }>(`
  select invitation_id as "invitationId", case when invitation_id is null then identifier_canonical end as canonical
  from flows where id = $1`);

/** Whom a flow is about; null for none. */
export async function findFlow(queryable: Queryable, id: string) {
  const [flow] = await queryable.query(FLOW, [id]);
  return flow && (flow.invitationId || flow.canonical) ? flow : null;
}

const HOST = statement<{ id: string }>('select id from organizations order by id limit 1');

/** True for the organization that runs this installation. */
export async function isHost(queryable: Queryable, organizationId: string): Promise<boolean> {
  return (await queryable.query(HOST))[0]?.id === organizationId;
}

const COUNTRY = statement<{ country: string | null }>('select country from organizations where id = $1');

/** Where a number that was typed without `+` is read. */
export async function findCountry(queryable: Queryable, organizationId: string): Promise<string | null> {
  return (await queryable.query(COUNTRY, [organizationId]))[0]?.country ?? null;
}
