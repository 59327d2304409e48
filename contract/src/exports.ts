import { z } from 'zod';
import { idField, line } from './fields.ts';
import { operationSchema } from './operations.ts';
import { route } from './route.ts';

/** What can be written into a file; who may, and by which filters, is in `export-filters.ts`. */
export const EXPORTS_OF = ['audit-events', 'sign-in-events', 'members', 'invitations', 'overview'] as const;
export type ExportOf = (typeof EXPORTS_OF)[number];

/** How many rows one file may have; narrower filters make fewer. */
export const MOST_EXPORTED = 1_000_000;

export const exportRoutes = {
  begin: route({
    method: 'POST',
    path: '/organizations/{org}/exports',
    access: 'operations.read',
    proof: 'fresh',
    summary: 'Write a list, as it is narrowed, into a file: an operation whose file is there for a day',
    params: z.object({ org: idField }),
    body: z.strictObject({
      of: z.enum(EXPORTS_OF),
      /** As they stand in the address of the list; `cursor` and `limit` are not among them. */
      filters: z.record(line(40), line(400)).default({}),
    }),
    status: 202,
    response: operationSchema,
    errors: ['RATE-LIMITED'],
    idempotent: true,
  }),
} as const;
