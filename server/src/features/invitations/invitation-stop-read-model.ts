import type { RequirementName } from '@gatehouse/contract/invitations';
import { bindsSql, fullSql } from '../organizations/index.ts';
import { LIVE_STATES } from './domain/invitation.ts';

/** The live states as a list of SQL. */
export const LIVE = `('${LIVE_STATES.join("', '")}')`;

/** When the time of an invitation is over: the twin of `endOf`. */
export const END = 'greatest(expires_at, resumable_until)';

/**
 * How far an invitation's messages have come: of the newest by mail and the newest by text message the one that came
 * farther, as `assess` is told. With `channel`, a parameter: of that one alone.
 */
export function deliverySql(id: string, channel: string | null = null): string {
  return `(
    select newest.state from (
      select distinct on (d.channel) d.channel, d.state from messages d
      where d.subject_type = 'invitation' and d.subject_id = ${id} ${channel === null ? '' : `and d.channel = ${channel}`}
      order by d.channel, d.id desc) newest
    order by array_position(array['delivered', 'sent', 'sending', 'queued', 'abandoned'], newest.state) limit 1)`;
}

/** What {@link heldSql} looks at, beside the columns of the invitation `i`; with {@link STOP_JOINS}. */
export const STOP_COLUMNS = `
  place_of.state = 'active' as place_active, coalesce(place_of.legal->>'version', '1') as terms,
  place_of.policies->>'secondFactor' as factor_policy, (place_of.policies->>'passwordDays')::int as password_days,
  case when (place_of.policies->>'smsSignIn')::boolean is false then 'required'
    else coalesce(place_of.policies->>'firstPassword', 'asked') end as first_password,
  i.kind = 'member' and (place_of.policies->>'passwordSignIn')::boolean is false as no_passwords,
  owned.id as owner, owned.password_due_at as owner_password_due,
  owned.state as owner_state, owned.name as owner_name,
  case when i.state in ('queued', 'sent', 'delivered') then coalesce(${deliverySql('i.id')}, 'queued') end as mail,
  case when i.kind = 'member' then (
    select m.state from memberships m where m.organization_id = i.organization_id and m.account_id = owned.id
      and (m.state = 'suspended' or (m.state = 'removed' and m.removed_at >= i.created_at))) end as place,
  i.kind = 'member' and place_of.member_limit is not null and ${fullSql('place_of')}
    and not exists (select from memberships m where m.organization_id = i.organization_id and m.account_id = owned.id
      and m.state <> 'removed') as no_seat,
  case
    when i.state not in ('proven', 'consented') then null
    when exists (select from company_approvals p where p.invitation_id = i.id and p.state = 'waiting') then 'requested'
    else (select j.state from join_requests j where j.invitation_id = i.id order by j.id desc limit 1)
  end as joining`;

export const STOP_JOINS = `
  join organizations place_of on place_of.id = i.organization_id
  left join identifiers f on f.kind in ('email', 'phone') and f.canonical = i.address_canonical
    and f.verified_at is not null and i.state in ${LIVE}
  left join accounts owned on owned.id = f.account_id`;

// With a limit each is looked up: without, PostgreSQL may read everybody's first.
const none = (rows: string) => `(select true from ${rows} limit 1) is null`;

// A password of `p` that is older than an organization wants it.
const oldSql = (days: string, now: string) =>
  `(${days} > 0 and p.set_at <= ${now} - make_interval(hours => 24 * ${days}))`;

/**
 * What holds each invited person: the twin of `assess` for many at once, as the console sees it: nobody's browser. A
 * requirement that is added there is added here; get-overview.test.ts and list-invitations.test.ts compare the two. What
 * holds everybody comes before what is the person's own next step, as in `firstOpen`. Keys are looked up only for those
 * who have got that far. `of`: the invitation with {@link STOP_COLUMNS}; `now`: a parameter.
 */
export function heldSql(of: string, now: string): string {
  return `
  case
    when state in ('accepted', 'declined', 'revoked', 'superseded') then null
    when not place_active or state = 'expired' or ${END} <= ${now} then 'invitation-live'
    when state = 'bounced' or mail in ('bounced', 'abandoned') then 'message-delivered'
    when owner_state in ('disabled', 'deleted') then 'account-active'
    when place in ('suspended', 'removed') then 'membership-active'
    when no_seat then 'seat-available'
    when state in ('queued', 'sent', 'delivered') and mail not in ('sent', 'delivered') then 'message-delivered'
    when state not in ('proven', 'consented') or owner is null then 'identity-proven'
    when not no_passwords and not (added and first_password = 'asked')
      and ${none('passwords p where p.account_id = owner')} and ${none('passkeys p where p.account_id = owner')}
      then 'credential-set'
    when ${none('passkeys p where p.account_id = owner')}
      and ${none("second_factors p where p.account_id = owner and p.confirmed_at is not null and (p.kind = 'totp' or sms_factor_allowed(owner))")}
      and (kind = 'member' and factor_required(factor_policy, roles) or exists (
        select from memberships fm join organizations fo on fo.id = fm.organization_id and ${bindsSql('fo')}
        where fm.account_id = owner and fm.state = 'active'
          and factor_required(fo.policies->>'secondFactor', fm.roles))) then 'second-factor'
    when owner_password_due is not null or exists (
        select from passwords p where p.account_id = owner and (${oldSql('password_days', now)} or exists (
          select from memberships pm join organizations po on po.id = pm.organization_id and ${bindsSql('po')}
          where pm.account_id = owner and pm.state = 'active'
            and ${oldSql(`(po.policies->>'passwordDays')::int`, now)}))) then 'new-password'
    when ${none(`consents c where c.account_id = owner and c.organization_id = ${of}.organization_id and c.version = terms`)}
      then 'terms-accepted'
    when owner_name = '' then 'profile-complete'
    when kind = 'company' and coalesce(joining, '') not in ('requested', 'approved') then 'company-created'
    when joining = 'requested' then 'approved'
    else 'membership-active'
  end`;
}

const openIn = (states: string, now: string) => `i.state in ${states} and ${END} > ${now}`;

/** Ids of the invitations of organization `$1` that messages in trouble belong to: one range of a small partial index. */
const IN_TROUBLE = `(select m.subject_id from messages m where m.organization_id = $1 and m.subject_type = 'invitation'
  and m.state in ('queued', 'sending', 'bounced', 'abandoned'))`;

// Who has proven who they are waits for the rest of the requirements.
const PROVEN = (now: string) => openIn(`('proven', 'consented')`, now);

/**
 * Which invitations of organization `$1` a stop may hold at all, told by indexes: what {@link heldSql} would have to be
 * asked for one by one otherwise. Never narrower than it: a sent invitation has had a message.
 */
const NARROW: { readonly [N in RequirementName]?: (now: string) => string } = {
  'invitation-live': (now) => `(i.state = 'expired' or (i.state in ${LIVE} and ${END} <= ${now}))`,
  'message-delivered': (now) =>
    `${END} > ${now} and (i.state in ('queued', 'bounced') or (i.state in ('sent', 'delivered') and i.id in ${IN_TROUBLE}))`,
  'account-active': (now) => `${openIn(LIVE, now)} and i.address_canonical in (
    select n.canonical from accounts d join identifiers n on n.account_id = d.id and n.verified_at is not null
    where d.state in ('disabled', 'deleted'))`,
  'membership-active': (now) => `${END} > ${now} and (i.state in ('proven', 'consented') or (i.state in ${LIVE}
    and i.address_canonical in (
      select n.canonical from memberships d join identifiers n on n.account_id = d.account_id and n.verified_at is not null
      where d.organization_id = $1 and d.state in ('suspended', 'removed'))))`,
  'credential-set': PROVEN,
  'second-factor': PROVEN,
  'new-password': PROVEN,
  'terms-accepted': PROVEN,
  'profile-complete': PROVEN,
  'company-created': PROVEN,
  approved: PROVEN,
};

/** A condition on `i` that holds wherever one of these requirements may be what holds the person. */
export function mayBeHeldSql(stops: readonly RequirementName[], now: string): string {
  return `(${stops.map((stop) => (NARROW[stop] ?? ((at) => openIn(LIVE, at)))(now)).join(' or ')})`;
}
