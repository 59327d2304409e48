import { type Queryable, statement } from '../../platform/database/database.ts';
import { DEFAULT_POLICIES } from './domain/organization-policy.ts';
import { bindsSql } from './password-policy-read-model.ts';

const LOCK_TRIES = statement<{ tries: number | null }>(`
  select min((o.policies->>'lockTries')::int) as tries
  from memberships m join organizations o on o.id = m.organization_id and ${bindsSql('o')}
  where m.account_id = $1 and m.state = 'active'`);

/** How many wrong tries in a row lock an account: the fewest that an organization of it asks for. */
export async function findLockTries(queryable: Queryable, accountId: string): Promise<number> {
  const [row] = await queryable.query(LOCK_TRIES, [accountId]);
  return Math.min(row?.tries ?? DEFAULT_POLICIES.lockTries, DEFAULT_POLICIES.lockTries);
}

const FORBIDDING = (policy: 'passwordSignIn' | 'smsSignIn') => `
  select o.name from memberships m join organizations o on o.id = m.organization_id and ${bindsSql('o')}
  where m.account_id = $1 and m.state = 'active' and (o.policies->>'${policy}')::boolean is false order by m.id limit 1`;
const FORBID = {
  password: statement<{ name: string }>(FORBIDDING('passwordSignIn')),
  'sms-code': statement<{ name: string }>(FORBIDDING('smsSignIn')),
} as const;

/** The organization of an account that allows no such way to sign in; null where all do. */
export async function findForbidding(
  queryable: Queryable,
  accountId: string,
  method: keyof typeof FORBID,
): Promise<string | null> {
  return (await queryable.query(FORBID[method], [accountId]))[0]?.name ?? null;
}

const CODE_MINUTES = statement<{ minutes: number | null }>(`
  select (policies->>'codeMinutes')::int as minutes from organizations
  where id = coalesce($1, (select id from organizations where state <> 'deleted' order by id limit 1))`);

/** Minutes for which a code is good: as the organization says that it is asked for at, else as the house does. */
export async function findCodeMinutes(queryable: Queryable, organizationId: string | null): Promise<number> {
  const [row] = await queryable.query(CODE_MINUTES, [organizationId]);
  return row?.minutes ?? DEFAULT_POLICIES.codeMinutes;
}

export type ProtectionEffects = {
  sessions: { live: number; ending: number };
  signIn: { withPassword: number; onlyPhone: number; locked: number };
};

const EFFECTS = statement<{ live: number; ending: number; withPassword: number; onlyPhone: number; locked: number }>(`
  with people as materialized (
    select account_id from memberships where organization_id = $1 and state = 'active'),
  live as (
    select s.signed_in_at, s.last_seen_at from people p join sessions s on s.account_id = p.account_id
    where s.ended_at is null and s.expires_at > $2
      and session_ends(s.account_id, s.signed_in_at, s.last_seen_at, s.expires_at) > $2)
  select (select count(*)::int from live) as live,
    (select count(*)::int from live where signed_in_at <= $2::timestamptz - make_interval(hours => $4::int)
      or last_seen_at <= $2::timestamptz - make_interval(mins => $3::int)) as ending,
    (select count(*)::int from people p join passwords w on w.account_id = p.account_id) as "withPassword",
    (select count(*)::int from people p
      where exists (select from identifiers i where i.account_id = p.account_id and i.kind = 'phone' and i.verified_at is not null)
        and not exists (select from identifiers i
          where i.account_id = p.account_id and i.kind = 'email' and i.verified_at is not null)) as "onlyPhone",
    (select count(*)::int from people p join guess_budgets g on g.key = 'account:' || p.account_id
      where g.locked_until > $2) as locked`);

/** Whom policies of sessions and signing in concern now; `ending`: sessions that would end with what is about to be saved. */
export async function countProtectionEffects(
  queryable: Queryable,
  organizationId: string,
  wanted: { readonly sessionIdleMinutes?: number | undefined; readonly sessionHours?: number | undefined },
  now: Date,
): Promise<ProtectionEffects> {
  const { sessionIdleMinutes = null, sessionHours = null } = wanted;
  const [row] = await queryable.query(EFFECTS, [organizationId, now, sessionIdleMinutes, sessionHours]);
  const { live, ending, ...signIn } = row ?? { live: 0, ending: 0, withPassword: 0, onlyPhone: 0, locked: 0 };
  return { sessions: { live, ending }, signIn };
}

const PLACES = statement<{ organizationId: string }>(`
  select organization_id as "organizationId" from memberships where account_id = $1 and state <> 'removed' order by id`);

/** Organizations in whose logs stands what happens to an account. */
export async function listPlacesOf(queryable: Queryable, accountId: string): Promise<string[]> {
  return (await queryable.query(PLACES, [accountId])).map(({ organizationId }) => organizationId);
}
