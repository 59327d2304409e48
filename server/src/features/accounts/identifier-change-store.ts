import type { AddressKind } from '@gatehouse/contract/fields';
import type { IdentifierAct } from '@gatehouse/contract/identifiers';
import { DAY } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** What was changed can be undone for a week, and looked into for a while after that. */
export const endedIdentifierChanges: readonly SweepRule[] = [
  {
    what: 'identifier-changes',
    table: 'identifier_changes',
    key: ['id'],
    ended: 'greatest(t.undo_until, t.expires_at) < $1',
    keep: 30 * DAY,
  },
];

export type ChangeAddress = { readonly canonical: string; readonly shown: string };

export type IdentifierChange = {
  id: string;
  accountId: string;
  act: IdentifierAct;
  kind: AddressKind;
  canonical: string;
  shown: string;
  formerCanonical: string | null;
  formerShown: string | null;
  sessionId: string | null;
  /** Name of the organization whose administrator asked for it. */
  askedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
};

const FIELDS = `c.id, c.account_id as "accountId", c.act, c.kind, c.canonical, c.shown,
  c.former_canonical as "formerCanonical", c.former_shown as "formerShown", c.session_id as "sessionId",
  (select name from organizations where id = c.organization_id) as "askedBy",
  c.created_at as "createdAt", c.expires_at as "expiresAt"`;

export type NewChange = {
  readonly accountId: string;
  readonly act: IdentifierAct;
  readonly kind: AddressKind;
  readonly to: ChangeAddress;
  readonly former: ChangeAddress | null;
  readonly sessionId: string | null;
  readonly asked: { readonly by: string; readonly organizationId: string } | null;
  readonly expiresAt: Date;
  /** Of one that needs no code: done at once, and undone with this secret until then. */
  readonly done: { readonly undoHash: Buffer; readonly undoUntil: Date } | null;
};

const INSERT = command(`
  with ended as (
    update identifier_changes set state = 'dead', ended_at = $10
    where account_id = $2 and kind = $4 and state = 'waiting' and $15::bytea is null returning id)
  insert into identifier_changes (id, account_id, act, kind, canonical, shown, former_canonical, former_shown, session_id,
    created_at, expires_at, asked_by, organization_id, state, undo_hash, undo_until, done_at)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    case when $15::bytea is not null then $10::timestamptz end
  where (select count(*) from ended) >= 0`);

/** A wish, which ends an earlier one of its kind; or what was done at once. Under `lockIdentifiers`. Answers its id. */
export async function insertChange(tx: Transaction, change: NewChange, now: Date): Promise<string> {
  const { accountId, act, kind, to, former, sessionId, asked, expiresAt, done } = change;
  const id = newId('idc', now);
  await tx.query(INSERT, [
    id,
    accountId,
    act,
    kind,
    to.canonical,
    to.shown,
    former?.canonical ?? null,
    former?.shown ?? null,
    sessionId,
    now,
    expiresAt,
    asked?.by ?? null,
    asked?.organizationId ?? null,
    done ? 'done' : 'waiting',
    done?.undoHash ?? null,
    done?.undoUntil ?? null,
  ]);
  return id;
}

const WAITING = statement<IdentifierChange>(`
  select ${FIELDS} from identifier_changes c
  where c.account_id = $1 and c.state = 'waiting' and c.expires_at > $2 and ($3::text is null or c.id = $3)
  order by c.kind`);

/** Changes of an account that wait for their code; with `id` that one alone. */
export async function listWaitingChanges(
  queryable: Queryable,
  accountId: string,
  now: Date,
  id: string | null = null,
): Promise<IdentifierChange[]> {
  return queryable.query(WAITING, [accountId, now, id]);
}

const TAKE_UP = command(`
  update identifier_changes set session_id = $2 where id = $1 and state = 'waiting'`);

/** The person goes on with it in this session. */
export async function takeUpChange(tx: Transaction, id: string, sessionId: string): Promise<void> {
  await tx.query(TAKE_UP, [id, sessionId]);
}

const FINISH = statement<{ id: string }>(`
  update identifier_changes set state = 'done', done_at = $3, undo_hash = $4, undo_until = $5
  where id = $1 and session_id = $2 and state = 'waiting' and expires_at > $3 returning id`);

/** Of any number at once one gets true. */
export async function finishChange(
  tx: Transaction,
  of: { readonly id: string; readonly sessionId: string },
  undo: { readonly hash: Buffer; readonly until: Date },
  now: Date,
): Promise<boolean> {
  return (await tx.query(FINISH, [of.id, of.sessionId, now, undo.hash, undo.until])).length === 1;
}

const END_WAITING = command(`
  update identifier_changes set state = 'dead', ended_at = $2
  where account_id = any($1) and state = 'waiting' and ($3::text is null or id = $3)`);

/**
 * Changes that wait for their code come to nothing: after a reset, a change of factors, a suspension (security.md A4); with
 * `id` that one alone.
 */
export async function endWaitingChanges(
  queryable: Queryable,
  accountIds: readonly string[],
  now: Date,
  id: string | null = null,
): Promise<void> {
  if (accountIds.length > 0) await queryable.query(END_WAITING, [accountIds, now, id]);
}

export type UndoableChange = IdentifierChange & { readonly undoHash: Buffer };

const BY_UNDO = statement<UndoableChange>(`
  select ${FIELDS}, c.undo_hash as "undoHash" from identifier_changes c where c.undo_hash = any($1) and c.state = 'done' and c.undo_until > $2`);

/** What a secret takes back; null where it is none, was used, or its time is over. */
export async function findUndoable(
  queryable: Queryable,
  hashes: readonly Buffer[],
  now: Date,
): Promise<UndoableChange | null> {
  return (await queryable.query(BY_UNDO, [hashes, now]))[0] ?? null;
}

const UNDO_SINCE = statement<{ undoHash: Buffer }>(`
  select undo_hash as "undoHash" from identifier_changes
  where account_id = $1 and state = 'done' and done_at >= $2 and undo_until > $3 order by done_at, id limit 1`);

/** What takes back everything that was changed since then; null where nothing was. */
export async function findUndoSince(
  queryable: Queryable,
  accountId: string,
  since: Date,
  now: Date,
): Promise<Buffer | null> {
  return (await queryable.query(UNDO_SINCE, [accountId, since, now]))[0]?.undoHash ?? null;
}

const UNDO = statement<IdentifierChange>(`
  with this as (
    update identifier_changes set state = 'undone', ended_at = $2
    where undo_hash = $1 and state = 'done' and undo_until > $2 returning *),
  later as (
    update identifier_changes l set state = 'undone', ended_at = $2 from this t
    where l.account_id = t.account_id and l.state = 'done' and l.done_at >= t.done_at and l.id <> t.id returning l.*)
  select ${FIELDS} from (select * from this union all select * from later) c
  order by c.done_at desc, c.id desc`);

/**
 * Uses the secret up: the change and everything that was changed after it, the newest first. Of any number at once one
 * gets them; nothing for the others. Under `lockIdentifiers`.
 */
export async function undoChanges(tx: Transaction, hash: Buffer, now: Date): Promise<IdentifierChange[]> {
  return tx.query(UNDO, [hash, now]);
}
