import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewPasswordLink = {
  readonly id: string;
  readonly accountId: string;
  readonly secretHash: Buffer;
  /** Canonical. */
  readonly sentTo: string;
  /** Null where the person asked for it. */
  readonly organizationId: string | null;
  readonly begunBy: string | null;
  readonly expiresAt: Date;
  /** It is on paper, and typed. */
  readonly printed?: boolean;
};

const INSERT = command(`
  insert into password_links (id, account_id, secret_hash, sent_to, organization_id, begun_by, created_at, expires_at,
    printed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`);

export async function insertPasswordLink(queryable: Queryable, link: NewPasswordLink, now: Date): Promise<void> {
  const { id, accountId, secretHash, sentTo, organizationId, begunBy, expiresAt, printed = false } = link;
  const values = [id, accountId, secretHash, sentTo, organizationId, begunBy, now, expiresAt, printed];
  await queryable.query(INSERT, values);
}

export type PasswordLinkRow = {
  readonly id: string;
  readonly accountId: string;
  /** As its owner wrote it. */
  readonly sentTo: string;
  readonly canonical: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly deadAt: Date | null;
};

const FIND = statement<PasswordLinkRow>(`
  select l.id, l.account_id as "accountId", coalesce(i.shown, l.sent_to) as "sentTo", l.sent_to as canonical,
    l.expires_at as "expiresAt", l.used_at as "usedAt",
    case when i.id is null then l.created_at else l.dead_at end as "deadAt"
  from password_links l
  left join identifiers i on i.account_id = l.account_id and i.canonical = l.sent_to and i.verified_at is not null
  where l.secret_hash = any($1)`);

/** The link with one of these hashes; null when there is none. One whose address has left the account is dead. */
export async function findPasswordLink(
  queryable: Queryable,
  hashes: readonly Buffer[],
): Promise<PasswordLinkRow | null> {
  return (await queryable.query(FIND, [hashes]))[0] ?? null;
}

// The one statement that uses it up: of any number of presses at once, one gets the account.
const USE = statement<{ id: string }>(`
  update password_links l set used_at = $2
  where l.id = $1 and l.used_at is null and l.dead_at is null and l.expires_at > $2
    and exists (select from identifiers i
      where i.account_id = l.account_id and i.canonical = l.sent_to and i.verified_at is not null)
  returning id`);

/** True for the one press that finds it live. */
export async function usePasswordLink(queryable: Queryable, id: string, now: Date): Promise<boolean> {
  return (await queryable.query(USE, [id, now])).length === 1;
}

// As `USE`: of any number of tries at once, one finds it live.
const TAKE_PRINTED = statement<{ id: string }>(`
  update password_links set used_at = $3
  where account_id = $1 and printed and secret_hash = any($2) and used_at is null and dead_at is null and expires_at > $3
  returning id`);

/** True for the one try that finds a printed code of the account with one of these hashes live. */
export async function takePrintedCode(
  queryable: Queryable,
  accountId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<boolean> {
  return (await queryable.query(TAKE_PRINTED, [accountId, hashes, now])).length === 1;
}

const HAS_PRINTED = statement<{ id: string }>(`
  select id from password_links
  where account_id = $1 and printed and used_at is null and dead_at is null and expires_at > $2 limit 1`);

/** Whether somebody has said that no message reaches the person, and handed them a code that is still good. */
export async function hasPrintedCode(queryable: Queryable, accountId: string, now: Date): Promise<boolean> {
  return (await queryable.query(HAS_PRINTED, [accountId, now])).length > 0;
}

const END = command(`
  update password_links set dead_at = $2 where account_id = $1 and used_at is null and dead_at is null`);

/** Every link of the account that was not used: a password was set, or their time is over for another reason. */
export async function endPasswordLinks(queryable: Queryable, accountId: string, now: Date): Promise<void> {
  await queryable.query(END, [accountId, now]);
}

const END_HALF_DONE = command(`
  update flows set expires_at = $2
  where account_id = $1 and authenticated_at is not null and completed_at is null and expires_at > $2`);

/** Ways in that are half done, in whatever browser: what was proven there was the password before. */
export async function endHalfDoneFlows(queryable: Queryable, accountId: string, now: Date): Promise<void> {
  await queryable.query(END_HALF_DONE, [accountId, now]);
}

const END_EVERY = command('update password_links set dead_at = $1 where used_at is null and dead_at is null');

/** After a restore no link that was sent before it is good for anything. */
export async function endEveryPasswordLink(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(END_EVERY, [now]);
}
