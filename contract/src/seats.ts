import { z } from 'zod';
import { idField } from './fields.ts';
import { route } from './route.ts';

/** The most that a limit of members can be. */
export const MOST_MEMBERS = 1_000_000;

export const seatsSchema = z
  .object({
    /** How many members there may be; null: as many as come. It may be below what there are: then nobody new comes in. */
    limit: z.number().int().nullable(),
    /** Members, suspended ones among them. */
    members: z.number().int(),
    /** People who can still come in by an invitation, each once. */
    invitations: z.number().int(),
  })
  .meta({ id: 'Seats' });
export type Seats = z.infer<typeof seatsSchema>;

export const seatRoutes = {
  seats: route({
    method: 'GET',
    path: '/organizations/{org}/seats',
    access: 'invitations.read',
    summary: 'How many members there may be, and how many there are; null where there is no limit',
    params: z.object({ org: idField }),
    status: 200,
    response: z.object({ seats: seatsSchema.nullable() }),
  }),
} as const;
