import { command, type Queryable, statement, type Transaction } from '../../../../platform/database/database.ts';

export type CodePurpose = 'prove-address' | 'sign-in' | 'add-address' | 'second-factor' | 'add-factor';

/** What a code is good for: one purpose of one flow, and the one address that it went to. */
export type CodeTarget = { readonly flowId: string; readonly purpose: CodePurpose; readonly destination: string };

/** Wrong tries that kill one code, and wrong tries for the destinations of one account within 15 minutes over all codes (security.md A13). */
export const TRIES_PER_CODE = 5;
const TRIES_PER_ACCOUNT = 10;

// Serializes senders to one destination, so that caps hold for any number of flows.
const LOCK = command('select pg_advisory_xact_lock(hashtextextended($1, 0))');

export type SentCodes = { lastInFlow: Date | null; hour: number; day: number; firstInHour: Date | null };

const COUNT = statement<SentCodes>(`
  select max(last) filter (where flow_id = $2) as "lastInFlow",
    coalesce(sum(sends) filter (where last > $3::timestamptz - interval '1 hour'), 0)::int as hour,
    coalesce(sum(sends), 0)::int as day,
    min(created_at) filter (where last > $3::timestamptz - interval '1 hour') as "firstInHour"
  from (
    select flow_id, created_at, sends, coalesce(last_sent_at, created_at) as last from one_time_codes
    where destination = $1 and created_at > $3::timestamptz - interval '1 day') sent`);

/** Keeps others from sending to a destination until the transaction ends. */
export async function lockDestination(tx: Transaction, destination: string): Promise<void> {
  await tx.query(LOCK, [destination]);
}

/** What was sent to a destination lately. */
export async function countSentCodes(
  queryable: Queryable,
  destination: string,
  flowId: string,
  now: Date,
): Promise<SentCodes> {
  const [row] = await queryable.query(COUNT, [destination, flowId, now]);
  return row ?? { lastInFlow: null, hour: 0, day: 0, firstInHour: null };
}

export type NewCode = CodeTarget & {
  id: string;
  channel: 'email' | 'sms';
  codeHash: Buffer;
  /** Null where nothing was sent, for nobody has the address. */
  messageId: string | null;
  expiresAt: Date;
};

const INSERT = command(`
  with superseded as (
    update one_time_codes set superseded_at = $7
    where flow_id = $2 and consumed_at is null and superseded_at is null returning id)
  insert into one_time_codes (id, flow_id, purpose, channel, destination, code_hash, message_id, created_at, expires_at)
  select $1, $2, $3, $9, $4, $5, $6, $7, $8 where (select count(*) from superseded) >= 0`);

/** A new code; older ones of the flow are worth nothing any more. */
export async function insertCode(tx: Queryable, code: NewCode, now: Date): Promise<void> {
  const { id, flowId, purpose, destination, codeHash, messageId, expiresAt, channel } = code;
  await tx.query(INSERT, [id, flowId, purpose, destination, codeHash, messageId, now, expiresAt, channel]);
}

export type LiveCode = { id: string; codeHash: Buffer; messageId: string | null; sends: number; expiresAt: Date };

const LIVE = statement<LiveCode>(`
  select id, code_hash as "codeHash", message_id as "messageId", sends, expires_at as "expiresAt" from one_time_codes
  where flow_id = $1 and purpose = $2 and destination = $3 and consumed_at is null and superseded_at is null
    and tries < ${TRIES_PER_CODE} and expires_at > $4`);

/** The code of the target that can still be typed; null when there is none. */
export async function findLiveCode(tx: Queryable, target: CodeTarget, now: Date): Promise<LiveCode | null> {
  return (await tx.query(LIVE, [target.flowId, target.purpose, target.destination, now]))[0] ?? null;
}

const SENT_AGAIN = command(`
  update one_time_codes set sends = sends + 1, last_sent_at = $2, message_id = $3 where id = $1`);

/** The same code went out once more. */
export async function markSentAgain(tx: Queryable, id: string, messageId: string | null, now: Date): Promise<void> {
  await tx.query(SENT_AGAIN, [id, now, messageId]);
}

export type Attempt = { right: boolean; tries: number };

const LOCK_LIVE = command(`
  select pg_advisory_xact_lock(hashtextextended(d, 0)) from unnest($4::text[]) d
  where exists (select from one_time_codes
    where flow_id = $1 and purpose = $2 and destination = $3 and consumed_at is null and superseded_at is null)`);

// The one statement that counts, compares and consumes: of any number of callers at once, one gets the right answer,
// and none gets a try beyond the budget.
const TRY = statement<Attempt>(`
  update one_time_codes c set tries = tries + 1,
    consumed_at = case when code_hash = any($5) then $4::timestamptz end
  where flow_id = $1 and purpose = $2 and destination = $3 and consumed_at is null and superseded_at is null
    and tries < ${TRIES_PER_CODE} and expires_at > $4
    and (select coalesce(sum(o.tries), 0) from one_time_codes o
      where o.destination = any($6) and o.created_at > $4::timestamptz - interval '15 minutes'
        and o.consumed_at is null) < ${TRIES_PER_ACCOUNT}
  returning consumed_at is not null as right, tries`);

/**
 * Uses one try of the live code of the target; null when there is none to try. `counted`: the destinations whose wrong tries
 * count together, those of one account; sorted. Takes the locks of {@link lockDestination} first, in a statement of its own,
 * so that the sum over all their codes is of what was committed before.
 */
export async function tryCode(
  tx: Queryable,
  { flowId, purpose, destination }: CodeTarget,
  counted: readonly string[],
  codeHashes: readonly Buffer[],
  now: Date,
): Promise<Attempt | null> {
  await tx.query(LOCK_LIVE, [flowId, purpose, destination, counted]);
  const [row] = await tx.query(TRY, [flowId, purpose, destination, now, codeHashes, counted]);
  return row ?? null;
}

export type CodeState = {
  purpose: CodePurpose;
  messageId: string | null;
  tries: number;
  createdAt: Date;
  expiresAt: Date;
  consumedAt: Date | null;
  supersededAt: Date | null;
  matches: boolean;
};

const STATES = statement<CodeState>(`
  select purpose, message_id as "messageId", tries, created_at as "createdAt", expires_at as "expiresAt",
    consumed_at as "consumedAt", superseded_at as "supersededAt", code_hash = any($3) as matches
  from one_time_codes where flow_id = $1 and destination = $2 order by created_at desc, id desc limit 10`);

/** Codes that a flow sent to one address, newest first; `matches` tells which of them the given hashes are. */
export async function listCodes(
  queryable: Queryable,
  { flowId, destination }: Pick<CodeTarget, 'flowId' | 'destination'>,
  codeHashes: readonly Buffer[] = [],
): Promise<CodeState[]> {
  return queryable.query(STATES, [flowId, destination, codeHashes]);
}

const VOID_EVERY = command(`
  update one_time_codes set superseded_at = $1 where consumed_at is null and superseded_at is null`);

/** After a restore no code that was sent before it is good for anything. */
export async function voidEveryCode(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(VOID_EVERY, [now]);
}
