import type { MemberRecord } from '@gatehouse/contract/members';
import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type MemberRow = {
  id: string;
  accountId: string;
  name: string;
  username: string | null;
  locale: string | null;
  roles: Role[];
  state: MemberRecord['state'];
  joinedAt: Date;
  removedAt: Date | null;
  invitedBy: string | null;
  invitationId: string | null;
  passwordSetAt: Date | null;
};

const MEMBER = statement<MemberRow>(`
  select m.id, m.account_id as "accountId", a.name, m.username, a.locale, m.roles, m.state, m.created_at as "joinedAt",
    case when m.state = 'removed' then m.removed_at end as "removedAt", inviter.name as "invitedBy",
    m.invitation_id as "invitationId", p.set_at as "passwordSetAt"
  from memberships m join accounts a on a.id = m.account_id
  left join passwords p on p.account_id = a.id
  left join invitations i on i.id = m.invitation_id
  left join accounts inviter on inviter.id = i.created_by
  where m.organization_id = $1 and m.id = $2`);

export async function findMember(queryable: Queryable, organizationId: string, id: string): Promise<MemberRow | null> {
  return (await queryable.query(MEMBER, [organizationId, id]))[0] ?? null;
}

export type IdentifierRow = {
  kind: 'email' | 'phone' | 'username';
  value: string;
  canonical: string;
  verifiedAt: Date | null;
  primary: boolean;
};

const IDENTIFIERS = statement<IdentifierRow>(`
  select kind, shown as value, canonical, verified_at as "verifiedAt", is_primary as "primary" from identifiers
  where account_id = $1 order by is_primary desc, id`);

// `organization_id is null`: signed in, and no organization was chosen yet.
const SESSIONS = statement<{ id: string; userAgent: string; ip: string; signedInAt: Date; lastSeenAt: Date }>(`
  select id, user_agent as "userAgent", ip, signed_in_at as "signedInAt", last_seen_at as "lastSeenAt" from sessions
  where account_id = $1 and (organization_id = $2 or organization_id is null) and ended_at is null and expires_at > $3
    and session_ends(account_id, signed_in_at, last_seen_at, expires_at) > $3
  order by last_seen_at desc limit 50`);

const SIGN_INS = statement<{
  id: string;
  at: Date;
  method: string;
  methods: string[];
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
}>(`
  select id, at, method, coalesce(methods, array[method]) as methods, result, reason, ip from sign_in_events
  where account_id = $1 and organization_id = $2 order by at desc, id desc limit 20`);

const LOCK = statement<{ until: Date | null }>(`
  select max(locked_until) as until from guess_budgets
  where key in ('account:' || $1, 'second-account:' || $1) and locked_until > $2`);

const TRUSTED = statement<{ userAgent: string; lastSeenAt: Date; trustedUntil: Date }>(`
  select user_agent as "userAgent", last_seen_at as "lastSeenAt", trusted_until as "trustedUntil" from devices
  where account_id = $1 and trusted_until > $2 order by last_seen_at desc limit 50`);

const CONSENTS = statement<{ version: string; locale: string; at: Date }>(`
  select version, locale, at from consents where account_id = $1 and organization_id = $2 order by at desc`);

export type TimelineRow = {
  at: Date;
  event: string;
  actor: string | null;
  detail: Record<string, unknown>;
};

const TIMELINE = statement<TimelineRow>(`
  select e.at, e.event, a.name as actor, e.detail from (
    (select at, action as event, actor_id, change as detail, id from audit_events
      where subject_type = 'membership' and subject_id = $2 and organization_id = $1
      order by id desc limit 100)
    union all
    (select at, event, actor_id, detail, id from invitation_events where invitation_id = $3 order by id desc limit 100)
  ) e left join accounts a on a.id = e.actor_id
  order by e.at desc, e.id desc limit 100`);

// What is told of an account is of no organization: it stands with each of its person, but for what another spoke.
const MESSAGES = statement<{
  id: string;
  channel: 'email' | 'sms';
  template: string;
  state: MemberRecord['messages'][number]['state'];
  response: string | null;
  at: Date;
}>(`
  select id, channel, template, state, response, created_at as at from (
    (select * from messages where organization_id = $1 and to_address = any ($2) order by id desc limit 50)
    union all
    (select * from messages where subject_type = 'account' and subject_id = $3 and organization_id is null
      and coalesce(door_organization_id, $1) = $1 order by id desc limit 50)) m
  order by id desc limit 50`);

/** Everything else of a record: each a look-up by keys, together. */
export async function loadRecord(queryable: Queryable, organizationId: string, member: MemberRow, now: Date) {
  const { id, accountId, invitationId } = member;
  const identifiers = await queryable.query(IDENTIFIERS, [accountId]);
  const addresses = identifiers.filter(({ verifiedAt }) => verifiedAt !== null).map(({ canonical }) => canonical);
  const isHere = member.state !== 'removed';
  const [sessions, [lock], trusted, signIns, consents, timeline, messages] = await Promise.all([
    isHere ? queryable.query(SESSIONS, [accountId, organizationId, now]) : [],
    isHere ? queryable.query(LOCK, [accountId, now]) : [],
    isHere ? queryable.query(TRUSTED, [accountId, now]) : [],
    queryable.query(SIGN_INS, [accountId, organizationId]),
    queryable.query(CONSENTS, [accountId, organizationId]),
    queryable.query(TIMELINE, [organizationId, id, invitationId]),
    queryable.query(MESSAGES, [organizationId, addresses, accountId]),
  ]);
  return { identifiers, sessions, lockedUntil: lock?.until ?? null, trusted, signIns, consents, timeline, messages };
}
