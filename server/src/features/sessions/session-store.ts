import type { MembershipView, SignedIn } from '../../kernel/actor.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { anyOf, command, type Queryable, statement } from '../../platform/database/database.ts';
import { SESSION_IDLE } from './domain/session-life.ts';

/** Minutes after which an unused session ends where no organization asks for less. */
const IDLE_MINUTES = SESSION_IDLE / MINUTE;

export type LiveSession = SignedIn & { readonly lastSeenAt: Date };
type SessionRow = Omit<LiveSession, 'memberships'> & { memberships: MembershipView[] | null; tokenHash: Buffer };

// Every condition is read at every request: whatever was taken away counts at once (ASVS 7.4.1, 8.3.2). The strictest of
// one's organizations says when a session ends; without one, or where none has decided, the default of seven days unused
// and the end that the session was given at its start. The function session_ends of migration 0034 is the twin for lists.
const LIVE = statement<SessionRow>(`
  select s.token_hash as "tokenHash", s.id as "sessionId", s.account_id as "accountId", a.name, a.call_name as "callName",
    a.time_zone as "timeZone", a.locale, a.shortcuts, s.methods,
    s.signed_in_at as "signedInAt", s.proven_at as "provenAt", s.mail_proven_at as "mailProvenAt",
    s.organization_id as "organizationId", s.last_seen_at as "lastSeenAt",
    (select i.shown from identifiers i where i.account_id = a.id and i.kind = 'email' and i.verified_at is not null
      order by i.is_primary desc, i.id limit 1) as email,
    (select i.shown from identifiers i where i.account_id = a.id and i.kind = 'phone' and i.verified_at is not null
      order by i.is_primary desc, i.id limit 1) as phone,
    places.memberships
  from sessions s join accounts a on a.id = s.account_id
  cross join lateral (
    select json_agg(json_build_object('organizationId', o.id, 'slug', o.slug, 'name', o.name, 'roles', m.roles,
        'timeZone', o.time_zone)
        order by m.id) as memberships,
      min((o.policies->>'sessionIdleMinutes')::int) as idle, min((o.policies->>'sessionHours')::int) as hours
    from memberships m join organizations o on o.id = m.organization_id
    where m.account_id = a.id and m.state = 'active' and o.state = 'active') places
  where s.token_hash = ${anyOf('$1::bytea[]')} and s.ended_at is null and s.expires_at > $2 and a.state = 'active'
    and s.last_seen_at > $2::timestamptz - make_interval(mins => least(places.idle, ${IDLE_MINUTES}))
    and (places.hours is null or s.signed_in_at > $2::timestamptz - make_interval(hours => places.hours))`);

/** The live session of each token, or null, in the order of `tokenHashes`; `lastSeenAt` tells when to touch it. */
export async function findLiveSessions(
  queryable: Queryable,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<(LiveSession | null)[]> {
  const rows = await queryable.query(LIVE, [tokenHashes, now]);
  const found = new Map(rows.map((row) => [row.tokenHash.toString('base64'), row]));
  return tokenHashes.map((hash) => {
    const row = found.get(hash.toString('base64'));
    if (!row) return null;
    const { tokenHash: _, memberships: places, organizationId: chosen, ...session } = row;
    const memberships = places ?? [];
    // Nobody works in one that is closed for now: another of theirs is shown instead.
    const organizationId = memberships.some((place) => place.organizationId === chosen) ? chosen : null;
    return { ...session, memberships, organizationId };
  });
}

export async function findLiveSession(queryable: Queryable, hash: Buffer, now: Date): Promise<LiveSession | null> {
  return (await findLiveSessions(queryable, [hash], now))[0] ?? null;
}

const TOUCH = command('update sessions set last_seen_at = $2 where id = $1 and ended_at is null');

export async function touchSession(queryable: Queryable, sessionId: string, now: Date): Promise<void> {
  await queryable.query(TOUCH, [sessionId, now]);
}

export type NewSession = {
  tokenHash: Buffer;
  accountId: string;
  organizationId: string | null;
  methods: readonly string[];
  expiresAt: Date;
  provenAt: Date | null;
  ip: string;
  userAgent: string;
};

const INSERT = command(`
  insert into sessions (id, token_hash, account_id, organization_id, methods, signed_in_at, last_seen_at, expires_at,
    ip, user_agent, proven_at)
  values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)`);

/** Answers its id. */
export async function insertSession(queryable: Queryable, session: NewSession, now: Date): Promise<string> {
  const id = newId('ses', now);
  await queryable.query(INSERT, [
    id,
    session.tokenHash,
    session.accountId,
    session.organizationId,
    session.methods,
    now,
    session.expiresAt,
    session.ip,
    session.userAgent,
    session.provenAt,
  ]);
  return id;
}

const ROTATE = statement<{ expiresAt: Date }>(`
  update sessions set token_hash = $3, last_seen_at = $4,
    proven_at = case when $6 then proven_at else greatest(proven_at, $7) end,
    mail_proven_at = case when $6 then greatest(mail_proven_at, $7) else mail_proven_at end,
    methods = (select array_agg(distinct m) from unnest(methods || $5::text[]) m)
  where id = $1 and account_id = $2 and ended_at is null and expires_at > $4 returning expires_at as "expiresAt"`);

/** Gives a live session another token after its person proved it anew; the end of the session when it did, else null. */
export async function rotateToken(
  queryable: Queryable,
  of: { readonly sessionId: string; readonly accountId: string },
  by: Pick<NewSession, 'tokenHash' | 'methods'> & { readonly byMail: boolean; readonly provenAt: Date },
  now: Date,
): Promise<Date | null> {
  const values = [of.sessionId, of.accountId, by.tokenHash, now, by.methods, by.byMail, by.provenAt];
  const [row] = await queryable.query(ROTATE, values);
  return row?.expiresAt ?? null;
}

const END = statement<{ id: string }>(`
  update sessions set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null returning id`);

/** False when there is no such live session of that account. */
export async function endSession(queryable: Queryable, id: string, accountId: string, now: Date): Promise<boolean> {
  return (await queryable.query(END, [id, accountId, now])).length === 1;
}

const END_ALL = command('update sessions set ended_at = $2 where account_id = any($1) and ended_at is null');

export async function endSessionsOf(queryable: Queryable, accountIds: readonly string[], now: Date): Promise<void> {
  if (accountIds.length > 0) await queryable.query(END_ALL, [accountIds, now]);
}

const END_IN = statement<{ id: string }>(`
  update sessions set ended_at = $3
  where account_id = $1 and (organization_id = $2 or organization_id is null) and ended_at is null
    and ($4::text is null or id = $4) returning id`);

/** Ends the sessions of an account that work in this organization or have chosen none, or one of them; answers how many. */
export async function endSessionsIn(
  queryable: Queryable,
  accountId: string,
  organizationId: string,
  now: Date,
  sessionId: string | null = null,
): Promise<number> {
  return (await queryable.query(END_IN, [accountId, organizationId, now, sessionId])).length;
}

const LEAVE = command('update sessions set organization_id = null where account_id = $1 and organization_id = $2');

/** Sessions that work in an organization that their person leaves live on, and work in none. */
export async function leaveInSessions(queryable: Queryable, accountId: string, organizationId: string): Promise<void> {
  await queryable.query(LEAVE, [accountId, organizationId]);
}

const END_OTHERS = statement<{ id: string }>(`
  update sessions set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null returning id`);

/** Every session of an account but one; answers how many. */
export async function endOtherSessions(
  queryable: Queryable,
  accountId: string,
  kept: string,
  now: Date,
): Promise<number> {
  return (await queryable.query(END_OTHERS, [accountId, kept, now])).length;
}

const END_EVERY = statement<{ ended: number }>(`
  with ended as (update sessions set ended_at = $1 where ended_at is null and expires_at > $1 returning 1)
  select count(*)::int as ended from ended`);

/** Every session of everybody, after a restore: one that was ended since the backup must not live again. Answers how many. */
export async function endEverySession(queryable: Queryable, now: Date): Promise<number> {
  return (await queryable.query(END_EVERY, [now]))[0]?.ended ?? 0;
}

const SET_ORGANIZATION = command('update sessions set organization_id = $2 where id = $1');

export async function setSessionOrganization(queryable: Queryable, id: string, organizationId: string): Promise<void> {
  await queryable.query(SET_ORGANIZATION, [id, organizationId]);
}

export type DeviceRow = { id: string; userAgent: string; ip: string; signedInAt: Date; lastSeenAt: Date; endsAt: Date };

const LIST = statement<DeviceRow>(`
  select * from (
    select id, user_agent as "userAgent", ip, signed_in_at as "signedInAt", last_seen_at as "lastSeenAt",
      session_ends(account_id, signed_in_at, last_seen_at, expires_at) as "endsAt"
    from sessions where account_id = $1 and ended_at is null and expires_at > $2
    order by last_seen_at desc limit 200) s
  where "endsAt" > $2 order by "lastSeenAt" desc`);

/** Where an account is signed in, the one that was used last first; `endsAt` if it is not used again. */
export async function listDevices(queryable: Queryable, accountId: string, now: Date): Promise<DeviceRow[]> {
  return queryable.query(LIST, [accountId, now]);
}
