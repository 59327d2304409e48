import type { Locale } from '@gatehouse/contract/locales';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import { kindOfAddress } from './domain/address.ts';

export type AccountState = 'pending' | 'active' | 'disabled' | 'deleted';
export type ProofKind = 'setup' | 'code' | 'link';

/** An e-mail address or a phone number: told apart by `kindOfAddress`. */
export type AddressRow = { canonical: string; shown: string };

// No two kinds have a canonical form in common, so that one key finds either.
const ADDRESS = `i.kind in ('email', 'phone')`;

// Whoever proved the address `$1`; or goes by it as `name@short` in an organization where they may work. Its short name is
// looked up anew each time, so that it may change.
// Both are single values, so that the account is read from its key however many there are.
const KNOWN_BY = `coalesce(
  (select i.account_id from identifiers i where ${ADDRESS} and i.canonical = $1 and i.verified_at is not null),
  (select m.account_id from memberships m
    where m.organization_id = (
        select o.id from organizations o where o.slug = split_part($1, '@', 2) and o.state = 'active')
      and m.state = 'active' and lower(m.username) = split_part($1, '@', 1)))`;

const INSERT_ACCOUNT = command(`
  insert into accounts (id, state, name, locale, created_at, updated_at) values ($1, 'pending', $2, $3, $4, $4)`);

export async function insertAccount(
  queryable: Queryable,
  account: { name: string; locale: Locale | null },
  now: Date,
): Promise<string> {
  const id = newId('acc', now);
  await queryable.query(INSERT_ACCOUNT, [id, account.name, account.locale, now]);
  return id;
}

const LOCK = command('select pg_advisory_xact_lock(hashtextextended($1, 0))');

/** Keeps others from claiming an address, or having it proven, until the transaction ends. */
export async function lockAddress(tx: Queryable, canonical: string): Promise<void> {
  await tx.query(LOCK, [canonical]);
}

const OWNER = statement<{ accountId: string; state: AccountState }>(`
  select a.id as "accountId", a.state from accounts a where a.id = ${KNOWN_BY}`);

/** The account that proved this address, or that signs in by this user name (`name@short`); null when there is none. */
export async function findOwner(
  queryable: Queryable,
  canonical: string,
): Promise<{ accountId: string; state: AccountState } | null> {
  const [row] = await queryable.query(OWNER, [canonical]);
  return row ?? null;
}

const INSERT_VERIFIED = statement<{ accountId: string }>(`
  insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
  values ($1, $2, $7, $3, $4, $5, $6,
    not exists (select from identifiers where account_id = $2 and kind = $7 and verified_at is not null), $5)
  on conflict (kind, canonical) where verified_at is not null do nothing
  returning account_id as "accountId"`);

/** Gives a proven address to an account; false when somebody else proved it in the meantime. */
export async function insertVerifiedAddress(
  queryable: Queryable,
  accountId: string,
  address: AddressRow,
  by: ProofKind,
  now: Date,
): Promise<boolean> {
  const kind = kindOfAddress(address.canonical);
  const values = [newId('idn', now), accountId, address.canonical, address.shown, now, by, kind];
  return (await queryable.query(INSERT_VERIFIED, values)).length === 1;
}

const INSERT_UNVERIFIED = command(`
  insert into identifiers (id, account_id, kind, canonical, shown, created_at)
  select $1, $2, $5, $3, $4, $6
  where not exists (select from identifiers where kind = $5 and canonical = $3 and verified_at is not null)
  on conflict do nothing`);

/** Notes an address that nobody has proven, beside a proven one: it blocks nobody, and is lost to whoever proves it. */
export async function insertUnverifiedAddress(
  queryable: Queryable,
  accountId: string,
  { canonical, shown }: AddressRow,
  now: Date,
): Promise<void> {
  const values = [newId('idn', now), accountId, canonical, shown, kindOfAddress(canonical), now];
  await queryable.query(INSERT_UNVERIFIED, values);
}

const RELEASE = command(`
  with step_gone as (
    delete from second_factors where account_id = $1 and kind = 'sms' and destination = $2)
  delete from identifiers i where account_id = $1 and ${ADDRESS} and canonical = $2 and verified_at is not null`);

/** Takes a proven address away from an account, for somebody else has just proven it. */
export async function releaseAddress(queryable: Queryable, accountId: string, canonical: string): Promise<void> {
  await queryable.query(RELEASE, [accountId, canonical]);
}

const DROP_UNVERIFIED = statement<{ accountId: string }>(`
  delete from identifiers i where ${ADDRESS} and canonical = $1 and verified_at is null
  returning account_id as "accountId"`);

const EMPTY_ACCOUNTS = statement<{ id: string }>(`
  with emptied as (
    update accounts a set state = 'deleted', updated_at = $2
    where a.id = any($1) and not exists (select from identifiers i where i.account_id = a.id and i.verified_at is not null)
    returning a.id),
  passwords_gone as (delete from passwords where account_id in (select id from emptied))
  select id from emptied`);

/**
 * Takes an address away from everyone who typed it without proving it. Accounts that proved nothing at all are deleted
 * with their passwords; their ids are answered, so that their sessions end too.
 */
export async function removeSquatters(queryable: Queryable, canonical: string, now: Date): Promise<string[]> {
  const squatters = await queryable.query(DROP_UNVERIFIED, [canonical]);
  if (squatters.length === 0) return [];
  const rows = await queryable.query(EMPTY_ACCOUNTS, [squatters.map((row) => row.accountId), now]);
  return rows.map((row) => row.id);
}

const UPSERT_PASSWORD = command(`
  with activated as (
    update accounts set state = case when state = 'pending' then 'active' else state end, updated_at = $3,
      password_due_at = null, password_due_by = null
    where id = $1 and (state = 'pending' or password_due_at is not null)),
  temporary_gone as (delete from temporary_passwords where account_id = $1),
  changes_dead as (
    update identifier_changes set state = 'dead', ended_at = $3 where account_id = $1 and state = 'waiting')
  insert into passwords (account_id, hash, set_at) values ($1, $2, $3)
  on conflict (account_id) do update set hash = excluded.hash, set_at = excluded.set_at`);

/**
 * Stores a password: the first one makes a pending account active, and none is due any more. Changes of an address that wait
 * come to nothing (security.md A4).
 */
export async function upsertPassword(queryable: Queryable, accountId: string, hash: string, now: Date): Promise<void> {
  await queryable.query(UPSERT_PASSWORD, [accountId, hash, now]);
}

const CLOSE_OFFER = command(`
  update accounts set password_offer_closed_at = coalesce(password_offer_closed_at, $2) where id = $1`);

/** The person wants no password: none is offered any more. */
export async function closePasswordOffer(queryable: Queryable, accountId: string, now: Date): Promise<void> {
  await queryable.query(CLOSE_OFFER, [accountId, now]);
}

const ACTIVATE = command(`update accounts set state = 'active', updated_at = $2 where id = $1 and state = 'pending'`);

/** An account whose owner has a way in that needs no password. */
export async function activateAccount(queryable: Queryable, accountId: string, now: Date): Promise<void> {
  await queryable.query(ACTIVATE, [accountId, now]);
}

const REHASH = command('update passwords set hash = $3 where account_id = $1 and hash = $2');

/** Replaces a hash by a stronger one of the same password, unless the password changed meanwhile. */
export async function replaceHash(queryable: Queryable, accountId: string, old: string, hash: string): Promise<void> {
  await queryable.query(REHASH, [accountId, old, hash]);
}

const HASHES = statement<{ hash: string }>(`
  select hash from passwords where account_id = $1
  union all select hash from temporary_passwords where account_id = $1`);

/** Hashes of the passwords that an account has: its own, and a temporary one. */
export async function listPasswordHashes(queryable: Queryable, accountId: string): Promise<string[]> {
  return (await queryable.query(HASHES, [accountId])).map(({ hash }) => hash);
}

export type PasswordRow = {
  accountId: string;
  state: AccountState;
  hash: string | null;
  /** Which password it is, whatever its hash costs: told from one that takes its place. */
  version: string | null;
  /** It is a temporary one, which is good once. */
  temporary: boolean;
};

const VERSION = 'extract(epoch from p.set_at)::text';

const PASSWORD_OF_ADDRESS = statement<PasswordRow>(`
  select a.id as "accountId", a.state, coalesce(p.hash, y.hash) as hash, ${VERSION} as version,
    p.hash is null and y.hash is not null as temporary
  from accounts a left join passwords p on p.account_id = a.id
  left join temporary_passwords y on y.account_id = a.id and y.used_at is null and y.expires_at > $2
  where a.id = ${KNOWN_BY} and a.state <> 'deleted'`);

/** Account and password hash behind a proven address or a user name; null when there is none. */
export async function findPasswordOfAddress(
  queryable: Queryable,
  canonical: string,
  now: Date,
): Promise<PasswordRow | null> {
  const [row] = await queryable.query(PASSWORD_OF_ADDRESS, [canonical, now]);
  return row ?? null;
}

const HOLD_PASSWORD = statement<{ id: string }>(`
  select p.account_id as id from passwords p where p.account_id = $1 and ${VERSION} = $2 for share`);

/**
 * Whether the password that was looked at is still the account's. It stays so until the transaction ends: whoever takes it
 * away or replaces it waits, and ends after that what was begun with it.
 */
export async function holdPassword(tx: Transaction, accountId: string, version: string): Promise<boolean> {
  return (await tx.query(HOLD_PASSWORD, [accountId, version])).length === 1;
}

const UPDATE_PROFILE = command(`
  update accounts set name = coalesce($2, name), locale = coalesce($3, locale), shortcuts = coalesce($5, shortcuts),
    updated_at = $4, call_name = coalesce($6, call_name), time_zone = coalesce($7, time_zone)
  where id = $1`);

type Profile = {
  readonly name?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly shortcuts?: boolean | undefined;
  /** How the person wants to be called; empty: by the name. */
  readonly callName?: string | undefined;
  readonly timeZone?: string | undefined;
};

/** What is not given stays. */
export async function updateProfile(
  queryable: Queryable,
  accountId: string,
  { name, locale, shortcuts, callName, timeZone }: Profile,
  now: Date,
): Promise<void> {
  const values = [name, locale, now, shortcuts, callName, timeZone].map((value) => value ?? null);
  await queryable.query(UPDATE_PROFILE, [accountId, ...values]);
}

const STOP_DELETION = statement<{ id: string }>(`
  update accounts set deletion_asked_at = null, deletion_due_at = null, updated_at = $2
  where id = $1 and deletion_due_at is not null and state = 'active' returning id`);

/** True when the account was to be deleted, and is not any more. */
export async function stopDeletion(queryable: Queryable, accountId: string, now: Date): Promise<boolean> {
  return (await queryable.query(STOP_DELETION, [accountId, now])).length === 1;
}

const LOCALE = statement<{ locale: Locale | null }>('select locale from accounts where id = $1');

/** The language that a person chose; null where none was. */
export async function findAccountLocale(queryable: Queryable, accountId: string): Promise<Locale | null> {
  const [row] = await queryable.query(LOCALE, [accountId]);
  return row?.locale ?? null;
}

const ADDRESSES = statement<AddressRow>(`
  select canonical, shown from identifiers where account_id = $1 and kind = 'email' and verified_at is not null
  order by is_primary desc, id`);

/** Proven e-mail addresses of an account, the primary one first. */
export async function listVerifiedAddresses(queryable: Queryable, accountId: string): Promise<AddressRow[]> {
  return queryable.query(ADDRESSES, [accountId]);
}

const IDENTIFIERS = statement<AddressRow>(`
  select canonical, shown from identifiers i where account_id = $1 and ${ADDRESS} and verified_at is not null
  order by kind, is_primary desc, id`);

/** Whatever an account can be signed in to with: proven e-mail addresses, then numbers, the primary ones first. */
export async function listVerifiedIdentifiers(queryable: Queryable, accountId: string): Promise<AddressRow[]> {
  return queryable.query(IDENTIFIERS, [accountId]);
}

const USER_NAMES = statement<{ canonical: string }>(`
  select lower(m.username) || '@' || o.slug as canonical from memberships m join organizations o on o.id = m.organization_id
  where m.account_id = $1 and m.username is not null`);

/** User names of an account as they are typed, `name@short`, in each organization that gave it one. */
export async function listUserNames(queryable: Queryable, accountId: string): Promise<string[]> {
  return (await queryable.query(USER_NAMES, [accountId])).map(({ canonical }) => canonical);
}
