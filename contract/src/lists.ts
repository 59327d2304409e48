import { z } from 'zod';
import { wholeNumber } from './fields.ts';

/** `?limit=&cursor=` of every list. The cursor is opaque: what `nextCursor` gave. */
export const listQuery = {
  limit: z.coerce.number().pipe(wholeNumber(1, 200)).default(50),
  cursor: z.string().max(400).optional(),
};

/** `{items, nextCursor}`; `nextCursor` is null on the last page. Stable under inserts: pages are cut by key. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** A bulk action takes no more than this, and no more are counted. */
export const MOST_AT_ONCE = 20_000;

/** One or more of a closed list, with commas between them: `a` or `a,b`. */
export function oneOrMore<const T extends z.ZodType<string, string>>(item: T) {
  return z
    .string()
    .max(400)
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(20));
}
