import { newId } from '../../../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../../../platform/database/database.ts';

/** What a question to an authenticator may be answered for. */
export type ChallengePurpose = 'register' | 'sign-in';

const INSERT_CHALLENGE = command(`
  insert into webauthn_challenges (challenge_hash, purpose, flow_id, account_id, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6)`);

export type NewChallenge = {
  readonly hash: Buffer;
  readonly purpose: ChallengePurpose;
  /** Of this flow, or of this signed-in account. */
  readonly flowId: string | null;
  readonly accountId: string | null;
  readonly expiresAt: Date;
};

export async function insertChallenge(queryable: Queryable, challenge: NewChallenge, now: Date): Promise<void> {
  const { hash, purpose, flowId, accountId, expiresAt } = challenge;
  await queryable.query(INSERT_CHALLENGE, [hash, purpose, flowId, accountId, now, expiresAt]);
}

const CONSUME = statement<{ hash: Buffer }>(`
  update webauthn_challenges set consumed_at = $5
  where challenge_hash = $1 and purpose = $2 and flow_id is not distinct from $3 and account_id is not distinct from $4
    and consumed_at is null and expires_at > $5
  returning challenge_hash as hash`);

/** Uses a question up; false when it was not asked here, is used, or too old: of any number of answers one is taken. */
export async function consumeChallenge(
  queryable: Queryable,
  challenge: Omit<NewChallenge, 'expiresAt'>,
  now: Date,
): Promise<boolean> {
  const { hash, purpose, flowId, accountId } = challenge;
  return (await queryable.query(CONSUME, [hash, purpose, flowId, accountId, now])).length === 1;
}

const USER_ID = statement<{ userId: Buffer }>(`
  update accounts set webauthn_user_id = coalesce(webauthn_user_id, $2) where id = $1
  returning webauthn_user_id as "userId"`);

/** The user.id of the account: `fresh` where it had none. */
export async function ensureUserId(queryable: Queryable, accountId: string, fresh: Buffer): Promise<Buffer> {
  const [row] = await queryable.query(USER_ID, [accountId, fresh]);
  return row?.userId ?? fresh;
}

export type PasskeyRow = {
  id: string;
  accountId: string;
  accountState: 'pending' | 'active' | 'disabled' | 'deleted';
  credentialId: Buffer;
  publicKey: Buffer;
  counter: string;
  transports: string[];
  backupEligible: boolean;
  /** The user.id of its account. */
  userId: Buffer | null;
};

const COLUMNS = `k.id, k.account_id as "accountId", a.state as "accountState", k.credential_id as "credentialId",
  k.public_key as "publicKey", k.counter::text, k.transports, k.backup_eligible as "backupEligible",
  a.webauthn_user_id as "userId"`;

const FIND = statement<PasskeyRow>(`
  select ${COLUMNS} from passkeys k join accounts a on a.id = k.account_id where k.credential_id = $1`);

export async function findPasskey(queryable: Queryable, credentialId: Buffer): Promise<PasskeyRow | null> {
  const [row] = await queryable.query(FIND, [credentialId]);
  return row ?? null;
}

const OF_ACCOUNT = statement<PasskeyRow>(`
  select ${COLUMNS} from passkeys k join accounts a on a.id = k.account_id where k.account_id = $1 order by k.id`);

export async function listCredentials(queryable: Queryable, accountId: string): Promise<PasskeyRow[]> {
  return queryable.query(OF_ACCOUNT, [accountId]);
}

const USE = statement<{ id: string }>(`
  update passkeys set counter = $2, backed_up = $3, last_used_at = $4
  where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`);

/** Moves the counter on; false when it stands where it was or beyond: two copies of one key are in use (s. 6.1.1). */
export async function markUsed(
  queryable: Queryable,
  use: { readonly id: string; readonly counter: number; readonly backedUp: boolean },
  now: Date,
): Promise<boolean> {
  return (await queryable.query(USE, [use.id, use.counter, use.backedUp, now])).length === 1;
}

export type NewPasskey = {
  readonly accountId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly aaguid: string;
  readonly name: string;
};

export type PasskeyView = { id: string; name: string; synced: boolean; createdAt: Date; lastUsedAt: Date | null };

const VIEW = `id, name, backed_up as synced, created_at as "createdAt", last_used_at as "lastUsedAt"`;

const INSERT = statement<PasskeyView>(`
  with activated as (
    update accounts set state = 'active', updated_at = $11 where id = $2 and state = 'pending')
  insert into passkeys (id, account_id, credential_id, public_key, counter, transports, backup_eligible, backed_up,
    aaguid, name, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  on conflict (credential_id) do nothing returning ${VIEW}`);

/** Null when the credential is registered already, to whomever. A pending account becomes active by it. */
export async function insertPasskey(queryable: Queryable, passkey: NewPasskey, now: Date): Promise<PasskeyView | null> {
  const { accountId, credentialId, publicKey, counter, transports, backupEligible, backedUp, aaguid, name } = passkey;
  const values = [newId('pky', now), accountId, credentialId, publicKey, counter, transports];
  const [row] = await queryable.query(INSERT, [...values, backupEligible, backedUp, aaguid, name, now]);
  return row ?? null;
}

const LIST = statement<PasskeyView>(`select ${VIEW} from passkeys where account_id = $1 order by id`);

export async function listPasskeys(queryable: Queryable, accountId: string): Promise<PasskeyView[]> {
  return queryable.query(LIST, [accountId]);
}

const RENAME = statement<PasskeyView>(
  `update passkeys set name = $3 where id = $1 and account_id = $2 returning ${VIEW}`,
);

export async function renamePasskey(
  queryable: Queryable,
  of: { readonly id: string; readonly accountId: string },
  name: string,
): Promise<PasskeyView | null> {
  const [row] = await queryable.query(RENAME, [of.id, of.accountId, name]);
  return row ?? null;
}

const LOCK_ACCOUNT = command('select from accounts where id = $1 for no key update');

/** Others that take a way in away from this account wait until the transaction ends. */
export async function lockCredentials(tx: Queryable, accountId: string): Promise<void> {
  await tx.query(LOCK_ACCOUNT, [accountId]);
}

const LEFT = statement<{ passkeys: number; password: boolean; factor: boolean }>(`
  select (select count(*)::int from passkeys where account_id = $1 and id <> $2) as passkeys,
    exists (select from passwords where account_id = $1) as password,
    exists (select from second_factors where account_id = $1 and confirmed_at is not null) as factor`);

/** What the account has beside this passkey. */
export async function countOthers(queryable: Queryable, accountId: string, id: string) {
  const [row] = await queryable.query(LEFT, [accountId, id]);
  return row ?? { passkeys: 0, password: false, factor: false };
}

const DELETE = statement<{ id: string }>('delete from passkeys where id = $1 and account_id = $2 returning id');

/** False when it is none of theirs. */
export async function deletePasskey(queryable: Queryable, id: string, accountId: string): Promise<boolean> {
  return (await queryable.query(DELETE, [id, accountId])).length === 1;
}
