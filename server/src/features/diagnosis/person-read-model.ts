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
  organizationId: string;
  slug: string;
  organizationName: string;
  productName: string;
  supportContact: string;
  /** E-mail address or number, in canonical form. */
  canonical: string | null;
  invitationId: string | null;
  shown: string | null;
  kind: InvitationKind;
  added: boolean;
  state: InvitationState;
  roles: Role[];
  name: string | null;
  createdAt: Date;
  /** When it is to leave; null once it has. */
  sendAt: Date | null;
  endsAt: Date;
  endedAt: Date | null;
  flowId: string | null;
  begunAt: Date | null;
  accountId: string | null;
  memberId: string | null;
  memberState: 'active' | 'suspended' | 'removed' | null;
  memberRoles: Role[] | null;
  joinRequestId: string | null;
  joinRequestState: string | null;
  /** Company that waits for the decision of this organization. */
  approvalId: string | null;
  suppressed: boolean;
  timeZone: string;
  /** Of the person, else of the organization. */
  locale: Locale;
  /** This organization knows the person. */
  known: boolean;
};

export type LookedAt = PersonRow & {
  attempts: { at: string; result: 'success' | 'failure'; reason: string | null }[] | null;
  near: { address: string; name: string | null }[] | null;
  /** Stopped pages that were shown to whoever holds the invitation's link, newest first. */
  stops: { at: string; error: ErrorCode }[] | null;
  wrongCodes: { count: number; at: string | null };
  /** The newest code on paper that this organization handed out, if it was neither used nor replaced. The code itself is nowhere. */
  printed: { at: string; by: string | null; until: string } | null;
  /** What may be told of the identifier. */
  told: string;
};

const KIND = `case when w.canonical like '+%' then 'phone' else 'email' end`;

// One row per organization that `which` picks: what it has on the address `w.canonical`, or on the invitation `id`.
const found = (which: string, id: string) => `
  select o.id as "organizationId", o.slug, o.name as "organizationName", o.product_name as "productName",
    o.support_contact as "supportContact",
    w.canonical, i.id as "invitationId", coalesce(i.address_shown, own.shown, w.canonical) as shown, i.kind, i.added, i.state, i.roles,
    coalesce(i.name, a.name) as name, i.created_at as "createdAt", i.send_at as "sendAt", greatest(i.expires_at, i.resumable_until) as "endsAt",
    i.ended_at as "endedAt", f.id as "flowId", f.created_at as "begunAt", own.account_id as "accountId", m.id as "memberId",
    m.state as "memberState", m.roles as "memberRoles", j.id as "joinRequestId", j.state as "joinRequestState",
    ca.company_id as "approvalId", s.at is not null as suppressed, o.time_zone as "timeZone",
    coalesce(i.locale, a.locale, o.locale) as locale, coalesce(i.id, m.id, j.id) is not null as known,
    i.id is not null and (i.state = 'accepted' or coalesce(m.state not in ('active', 'suspended'), true)) as "isInvited"
  from organizations o
  cross join wanted w
  left join lateral (
    select * from invitations x
    where x.organization_id = o.id and (x.id = ${id} or (${id}::text is null and (x.address_canonical = w.canonical or x.phone = w.canonical)))
    order by x.state in ('accepted', 'declined', 'expired', 'revoked', 'superseded'), x.id desc limit 1) i on true
  left join identifiers own on own.kind = ${KIND} and own.canonical = w.canonical and own.verified_at is not null
  left join accounts a on a.id = own.account_id
  left join memberships m on m.organization_id = o.id and m.account_id = own.account_id
  left join lateral (
    select id, state from join_requests where organization_id = o.id and account_id = own.account_id
    order by id desc limit 1) j on true
  left join lateral (
    select company_id from company_approvals where invitation_id = i.id and state = 'waiting' limit 1) ca on i.kind = 'company'
  left join suppressions s on s.organization_id = o.id and s.address_canonical = w.canonical
  left join lateral (
    select id, created_at from flows where invitation_id = i.id and accepted_at is not null and completed_at is null
        and address_version = i.address_version
    order by created_at desc limit 1) f on true
  where ${which}`;

// Whom `assess` judges, and by what.
const JUDGED_BY = `
  case when "isInvited" then "invitationId" end as "judgedInvitation",
  case when "isInvited" then "flowId" end as "judgedFlow",
  case when not "isInvited" and coalesce("memberId", "joinRequestId") is not null then "accountId" end as "judgedAccount"`;
const JUDGED = judgedPerson('person."organizationId"');

/**
 * Addresses that are looked through for near ones: at half the companies there are, somebody is reached under the same word,
 * so that what is nearest is told by the part after it.
 */
const MOST_NEAR = 10_000;

// One statement: who it is, everything on them, how `assess` sees them, and the record that somebody looked. Every look-up
// is by key; what is near is found by the keys of migrations 0006 and 0012, and fenced (`materialized`), so that no plan
// goes through all the addresses of an organization instead. `$6`: the address is told only where the organization knows it.
const LOOK = statement<LookedAt & Record<string, unknown>>(`
  with wanted as (
    select coalesce($2::text, (select address_canonical from invitations where id = $3 and organization_id = $1)) as canonical),
  near_invitations as materialized (
    select organization_id, address_canonical as address, name from invitations
    where near_keys(address_canonical) && near_keys((select canonical from wanted)) limit ${MOST_NEAR}),
  near_phones as materialized (
    select organization_id, phone as address, name from invitations
    where phone is not null and near_keys(phone) && near_keys((select canonical from wanted where canonical like '+%')) limit ${MOST_NEAR}),
  near_accounts as materialized (
    (select account_id, canonical from identifiers
      where kind = 'email' and verified_at is not null and near_keys(canonical) && near_keys((select canonical from wanted)) limit ${MOST_NEAR})
    union all
    (select account_id, canonical from identifiers
      where kind = 'phone' and verified_at is not null
        and near_keys(canonical) && near_keys((select canonical from wanted where canonical like '+%')) limit ${MOST_NEAR})),
  near as (
    select address, max(name) as name from near_invitations where organization_id = $1 group by 1
    union
    select address, max(name) from near_phones where organization_id = $1 group by 1
    union
    select n.canonical, a.name from near_accounts n join memberships m on m.account_id = n.account_id
      and m.organization_id = $1 and m.state <> 'removed' join accounts a on a.id = n.account_id),
  found as (${found('o.id = $1', '$3')}),
  person as materialized (
    select *, ${JUDGED_BY}, coalesce(case when known or not $6 then shown end, $7) as told from found),
  subject as (
    select case when "memberId" is not null then 'account' when "invitationId" is not null then 'invitation' else 'address' end as type,
      case when "memberId" is not null then "accountId" else coalesce("invitationId", left(told, 254)) end as id from person),
  recorded as (${recordingSql(`
    select $1, $5, $8, $9, $12, subject.type, subject.id, jsonb_build_object('identifier', told), $10, $11
    from person, subject
    where not $13 or not exists (
      select from audit_events e where e.organization_id = $1 and e.actor_id = $9 and e.action = $12
        and e.subject_id = subject.id and e.at > $5::timestamptz - interval '10 minutes')`)}),
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
    (select json_build_object('at', l.created_at, 'by', b.name, 'until', l.expires_at)
      from password_links l left join accounts b on b.id = l.begun_by
      where l.account_id = person."accountId" and l.organization_id = $1 and l.printed and l.used_at is null and l.dead_at is null
      order by l.created_at desc limit 1) as printed,
    (select json_agg(json_build_object('address', n.address, 'name', n.name)) from (
      select * from near where address <> person.canonical
      order by similarity(split_part(address, '@', 2), split_part(person.canonical, '@', 2)) desc limit 200) n) as near,
    ${JUDGED.columns}
  from person ${JUDGED.joins}`);

const PLACES = statement<PersonRow & Record<string, unknown>>(`
  with wanted as (select $1::text as canonical),
  owner as (select account_id from identifiers
    where kind = case when $1 like '+%' then 'phone' else 'email' end and canonical = $1 and verified_at is not null),
  found as (${found(
    `o.state <> 'deleted' and o.id in (
      select organization_id from invitations where address_canonical = $1
      union select organization_id from invitations where phone = $1
      union select organization_id from memberships where account_id in (select account_id from owner)
      union select organization_id from join_requests where account_id in (select account_id from owner))`,
    'null',
  )}),
  person as materialized (select *, ${JUDGED_BY} from found limit 10)
  select person.*, ${JUDGED.columns} from person ${JUDGED.joins}`);

/** Everywhere that an e-mail address or a number is known: for its owner alone. Nothing is recorded: it is told to nobody else. */
export function listPlaces(queryable: Queryable, canonical: string): Promise<(PersonRow & Record<string, unknown>)[]> {
  return queryable.query(PLACES, [canonical]);
}

/** Who looks, as the record says it. */
export type Look = {
  readonly canonical: string | null;
  readonly invitationId: string | null;
  /** The address is told, and recorded, only where the organization knows it; else this. */
  readonly isHidden: boolean;
  readonly otherwise: string;
  readonly attemptsSince: Date;
  readonly recorded: { readonly action: string; readonly once: boolean };
};

/** By address, or by the invitation with this id, of this organization. Records that `caller` looked. */
export async function lookAtPerson(
  queryable: Queryable,
  caller: Caller,
  organizationId: string,
  look: Look,
  now: Date,
): Promise<LookedAt & Record<string, unknown>> {
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
    look.recorded.action,
    look.recorded.once,
  ]);
  if (!row) throw new Error('an organization answers its row');
  return row;
}
