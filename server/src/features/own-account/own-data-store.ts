import type { Locale } from '@gatehouse/contract/locales';
import { newId } from '../../kernel/ids.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

export type OwnFile = { id: string; askedAt: Date; expiresAt: Date | null };

const ASK = statement<OwnFile>(`
  insert into own_data_files (account_id, id, locale, asked_at) values ($1, $2, $3, $4)
  on conflict (account_id) do update set id = excluded.id, locale = excluded.locale, asked_at = excluded.asked_at,
    ready_at = null, expires_at = null, content = null
  returning id, asked_at as "askedAt", expires_at as "expiresAt"`);

/** A new file in the place of the one before. Answers its id. */
export async function insertOwnFile(
  queryable: Queryable,
  accountId: string,
  locale: Locale,
  now: Date,
): Promise<OwnFile> {
  const id = newId('odf', now);
  const [row] = await queryable.query(ASK, [accountId, id, locale, now]);
  return row ?? { id, askedAt: now, expiresAt: null };
}

const FIND = statement<OwnFile>(`
  select id, asked_at as "askedAt", expires_at as "expiresAt" from own_data_files
  where account_id = $1 and (expires_at is null or expires_at > $2)`);

export async function findOwnFile(queryable: Queryable, accountId: string, now: Date): Promise<OwnFile | null> {
  return (await queryable.query(FIND, [accountId, now]))[0] ?? null;
}

const OPEN = statement<{ accountId: string; locale: Locale }>(`
  select account_id as "accountId", locale from own_data_files where id = $1 and ready_at is null`);

/** Whose file is still to be written; null where it was replaced or is there. */
export async function findOpenFile(queryable: Queryable, id: string) {
  return (await queryable.query(OPEN, [id]))[0] ?? null;
}

const WRITE = statement<{ id: string }>(`
  update own_data_files set content = $2, ready_at = $3, expires_at = $4 where id = $1 and ready_at is null returning id`);

export async function writeOwnFile(
  queryable: Queryable,
  id: string,
  content: Buffer,
  at: { readonly now: Date; readonly until: Date },
): Promise<boolean> {
  return (await queryable.query(WRITE, [id, content, at.now, at.until])).length === 1;
}

const TAKE = statement<{ content: Buffer }>(`
  select content from own_data_files where account_id = $1 and expires_at > $2 and content is not null`);

export async function readOwnFile(queryable: Queryable, accountId: string, now: Date): Promise<Buffer | null> {
  return (await queryable.query(TAKE, [accountId, now]))[0]?.content ?? null;
}

/** A file is there for a day. */
export const endedOwnData: readonly SweepRule[] = [
  { what: 'own-data', table: 'own_data_files', key: ['account_id'], ended: 't.expires_at < $1', keep: 0 },
];
