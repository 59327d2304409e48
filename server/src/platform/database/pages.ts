import { AppError } from '../../kernel/app-error.ts';

/** `%text%` for LIKE with `escape '\'`, in lower case; null for no search. */
export function likePattern(text: string | undefined): string | null {
  const trimmed = text?.trim().toLowerCase().replaceAll('\0', '') ?? '';
  return trimmed === '' ? null : `%${trimmed.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/**
 * What words of a list are looked for by: a part of them, where a word begins, or one or two Chinese characters wherever they
 * stand. Fewer than three letters are in no trigram: looked for as a part they would be looked for in every row.
 */
export type WordSearch = { readonly by: 'part' | 'beginning' | 'han'; readonly text: string };

const HAN = /^[\u3400-\u9fff]{1,2}$/;

/** How something that was typed is looked for; null for no search. */
export function readWords(text: string | undefined): WordSearch | null {
  const pattern = likePattern(text);
  const typed = text?.trim().toLowerCase().replaceAll('\0', '') ?? '';
  if (pattern === null) return null;
  if (HAN.test(typed)) return { by: 'han', text: typed };
  return [...typed].length < 3 ? { by: 'beginning', text: pattern.slice(1) } : { by: 'part', text: pattern };
}

/** The condition on `words`: an expression in lower case, with an index of its trigrams and one of its `han_grams`. */
export function wordsSql(words: string, { by, text }: WordSearch, put: Put): string {
  if (by === 'han') return `han_grams(${words}) @> array[${put(text)}]`;
  if (by === 'part') return `${words} like ${put(text)} escape '\\'`;
  return `(${words} like ${put(text)} escape '\\' or ${words} like ${put(`% ${text}`)} escape '\\')`;
}

/**
 * A page out of one row more than asked for: `nextCursor` is the id of the last row shown, null on the last page.
 * Lists are cut by id, so that pages stay stable under inserts.
 */
export function pageOf<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(present), nextCursor: rows.length > limit && last ? last.id : null };
}

/** Where a page of a list begins: after this row, and what it was sorted by before its id ('' for nothing). */
export type Position = { readonly id: string; readonly key: string };

/** A position as a cursor. No id has a dash in it. */
export function writePosition(last: Position | undefined): string | null {
  if (!last) return null;
  return last.key === '' ? last.id : `${last.id}-${last.key}`;
}

/**
 * The reverse of {@link writePosition}. `times`: keys are microseconds.
 * @throws AppError REQUEST-INVALID
 */
export function readPosition(cursor: string | undefined, times: boolean): Position | null {
  if (cursor === undefined) return null;
  const [, id = '', key = ''] = /^([^-]{1,64})(?:-(.*))?$/s.exec(cursor) ?? [];
  if (!/^[a-z]+_\w+$/.test(id) || (times && !/^\d{0,17}$/.test(key))) throw new AppError('REQUEST-INVALID');
  return { id, key };
}

/** What a list sorts by before the id: an expression and of what it is. */
export type Order = { readonly key: string; readonly time: boolean; readonly down: boolean };

/** Writes a value into a statement, and answers its place: `$3`. */
export type Put = (value: unknown) => string;

/** The key of a row as its cursor has it; times as microseconds. */
export function keySql(order: Order | null): string {
  if (!order) return `''`;
  return order.time ? `(extract(epoch from ${order.key}) * 1000000)::bigint::text` : order.key;
}

/** The condition that a row of alias and column `id` comes after a position; without order by id alone, newest first. */
export function beyondSql(order: Order | null, id: string, position: Position, put: Put): string {
  if (!order) return `${id} < ${put(position.id)}`;
  // Microseconds as a whole number of them: a product of seconds would lose the last.
  const micros = () => `timestamptz 'epoch' + ${put(position.key)}::bigint * interval '1 microsecond'`;
  const key = order.time ? micros() : put(position.key);
  return `(${order.key}, ${id}) ${order.down ? '<' : '>'} (${key}, ${put(position.id)})`;
}

export function orderSql(order: Order | null, id: string): string {
  const down = order?.down === false ? '' : ' desc';
  return `order by ${order ? `${order.key}${down}, ` : ''}${id}${down}`;
}
