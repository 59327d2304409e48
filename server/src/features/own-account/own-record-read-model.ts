import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type OwnSignInRow = {
  id: string;
  at: Date;
  identifier: string;
  method: string;
  methods: string[];
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
  userAgent: string;
};

// A try stands once in the log of each organization: the first of these rows is enough.
const SIGN_INS = statement<OwnSignInRow>(`
  select id, at, identifier, method, coalesce(methods, array[method]) as methods, result, reason, ip,
    user_agent as "userAgent" from sign_in_events
  where account_id = $1 and right(id, 3) = '001' and ($2::text is null or id < $2) order by id desc limit $3`);

/** Tries to sign in to an account, newest first, from before the id `before`. */
export async function listOwnSignIns(
  queryable: Queryable,
  accountId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<OwnSignInRow[]> {
  return queryable.query(SIGN_INS, [accountId, before, limit]);
}

export type OwnConsentRow = {
  id: string;
  organization: string;
  version: string;
  locale: string;
  at: Date;
  documents: { terms?: string | null; privacy?: string | null };
};

const CONSENTS = statement<OwnConsentRow>(`
  select c.id, o.name as organization, c.version, c.locale, c.at, c.documents
  from consents c join organizations o on o.id = c.organization_id where c.account_id = $1 order by c.at desc, c.id desc`);

export async function listOwnConsents(queryable: Queryable, accountId: string): Promise<OwnConsentRow[]> {
  return queryable.query(CONSENTS, [accountId]);
}

export type OwnPlace = { id: string; name: string; roles: Role[]; lastOwner: boolean };

const PLACES = statement<OwnPlace>(`
  select o.id, o.name, m.roles, o.state <> 'deleted' and 'owner' = any(m.roles) and m.state = 'active' and not exists (
    select from memberships other join accounts a on a.id = other.account_id
    where other.organization_id = o.id and other.account_id <> m.account_id and other.state = 'active'
      and 'owner' = any(other.roles) and a.state = 'active' and a.deletion_due_at is null) as "lastOwner"
  from memberships m join organizations o on o.id = m.organization_id
  where m.account_id = $1 and m.state <> 'removed' order by o.name, o.id`);

/** The organizations of an account; of which it is the last owner who can sign in and stays. */
export async function listOwnPlaces(queryable: Queryable, accountId: string): Promise<OwnPlace[]> {
  return queryable.query(PLACES, [accountId]);
}

/** Everything that is kept about one person, by what it is: rows of texts and times. */
const SECTIONS = {
  account: `select id, name, call_name, locale, time_zone, created_at from accounts where id = $1`,
  identifiers: `select kind, shown, verified_at, is_primary, created_at from identifiers where account_id = $1 order by id`,
  memberships: `select o.name as organization, array_to_string(m.roles, ', ') as roles, m.username, m.state, m.created_at
    from memberships m join organizations o on o.id = m.organization_id where m.account_id = $1 order by m.id`,
  consents: `select o.name as organization, c.version, c.locale, c.at, c.ip
    from consents c join organizations o on o.id = c.organization_id where c.account_id = $1 order by c.id`,
  sessions: `select user_agent, ip, signed_in_at, last_seen_at, ended_at from sessions where account_id = $1 order by id`,
  browsers: `select user_agent, created_at, last_seen_at, trusted_until from devices where account_id = $1 order by created_at`,
  passkeys: `select name, created_at, last_used_at from passkeys where account_id = $1 order by id`,
  'sign-ins': `select at, identifier, array_to_string(coalesce(methods, array[method]), ' + ') as method,
      result, reason, ip, user_agent from sign_in_events
    where account_id = $1 and right(id, 3) = '001' order by id`,
  invitations: `select o.name as organization, i.address_shown, i.name, i.state, i.created_at
    from invitations i join organizations o on o.id = i.organization_id where i.accepted_by = $1 order by i.id`,
  messages: `select channel, template, to_address, state, created_at from messages
    where to_address in (select canonical from identifiers where account_id = $1 and verified_at is not null) order by id`,
  acts: `select at, action, ip from audit_events where actor_type = 'account' and actor_id = $1 order by id`,
} as const;
export type OwnSection = keyof typeof SECTIONS;
export const OWN_SECTIONS = Object.keys(SECTIONS) as readonly OwnSection[];

export type OwnRecord = Readonly<Record<OwnSection, readonly Record<string, unknown>[]>>;

const STATEMENTS = Object.entries(SECTIONS).map(
  ([section, sql]) => [section, statement<Record<string, unknown>>(sql)] as const,
);

/** Everything about an account, for its owner. No secret, and nothing of anybody else. */
export async function collectOwnRecord(queryable: Queryable, accountId: string): Promise<OwnRecord> {
  const sections: [string, readonly Record<string, unknown>[]][] = [];
  for (const [section, query] of STATEMENTS) sections.push([section, await queryable.query(query, [accountId])]);
  return Object.fromEntries(sections) as OwnRecord;
}
