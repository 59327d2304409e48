import { z } from 'zod';
import { timestampField } from './fields.ts';
import { localeSchema } from './locales.ts';

/** What is printed for somebody whom no message reaches, to be handed over in person. */
export const printedSheetSchema = z
  .object({
    /** `XXXX-XXXX-XX`: shown this once, and good once. */
    code: z.string(),
    expiresAt: timestampField,
    /** In which the end is told; null: in that of whoever prints it. */
    timeZone: z.string().nullable(),
    /** The language of the person. */
    locale: localeSchema,
    name: z.string(),
    /** What they type before the code: their address or number. */
    identifier: z.string(),
    /** The page that they open. */
    url: z.string(),
    productName: z.string(),
    organizationName: z.string(),
  })
  .meta({ id: 'PrintedSheet' });
export type PrintedSheet = z.infer<typeof printedSheetSchema>;
