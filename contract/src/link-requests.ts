import { z } from 'zod';
import { identifierField } from './fields.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';

/** D23: always the same answer, whoever asks for whatever address. */
export const linkRequestRoutes = {
  request: route({
    method: 'POST',
    path: '/link-requests',
    access: 'public',
    summary: 'Ask for a new link; a message goes to that address or number only, if there is an invitation for it',
    body: z.strictObject({ identifier: identifierField, locale: localeSchema.optional() }),
    status: 202,
    response: z.object({ accepted: z.literal(true) }),
  }),
} as const;
