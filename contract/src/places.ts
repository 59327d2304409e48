import { z } from 'zod';

/** Where a network address is, by the operator's own database; what that does not know is null. */
export const placeSchema = z.object({
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  /** In the language of the reader, where the database has it. */
  city: z.string().nullable(),
});
export type Place = z.infer<typeof placeSchema>;
