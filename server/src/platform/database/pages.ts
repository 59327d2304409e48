/** `%text%` for LIKE with `escape '\'`, in lower case; null for no search. */
export function likePattern(text: string | undefined): string | null {
  const trimmed = text?.trim().toLowerCase().replaceAll('\0', '') ?? '';
  return trimmed === '' ? null : `%${trimmed.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
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
