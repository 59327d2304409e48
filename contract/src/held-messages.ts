import { z } from 'zod';
import { idField, timestampField } from './fields.ts';
import { route } from './route.ts';

/** Messages of an organization that a restore of the database found waiting: they may have left before. */
export const heldMessagesSchema = z
  .object({
    count: z.number().int(),
    /** When they were held. */
    since: timestampField.nullable(),
  })
  .meta({ id: 'HeldMessages' });
export type HeldMessages = z.infer<typeof heldMessagesSchema>;

const params = z.object({ org: idField });
const base = '/organizations/{org}/held-messages';
const settled = z.object({ count: z.number().int() });

export const heldMessageRoutes = {
  get: route({
    method: 'GET',
    path: base,
    access: 'messages.release',
    summary: 'How many messages are held since a restore',
    params,
    status: 200,
    response: heldMessagesSchema,
  }),
  release: route({
    method: 'POST',
    path: `${base}/release`,
    access: 'messages.release',
    summary: 'Let held messages leave; whoever has got one already gets it again',
    params,
    status: 200,
    response: settled,
  }),
  discard: route({
    method: 'POST',
    path: `${base}/discard`,
    access: 'messages.release',
    summary: 'Give held messages up; they never leave',
    params,
    status: 200,
    response: settled,
  }),
} as const;
