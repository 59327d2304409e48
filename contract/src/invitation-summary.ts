import { z } from 'zod';
import { idField, timestampField } from './fields.ts';
import { INVITATION_KINDS } from './invitations.ts';
import { roleSchema } from './roles.ts';

/** An invitation as whoever is invited sees it. Apart from the flows, so that the browser loads it without them. */
export const invitationSummarySchema = z
  .object({
    id: idField,
    kind: z.enum(INVITATION_KINDS),
    /** An administrator added the person: they need not accept, only sign in. */
    added: z.boolean(),
    organizationName: z.string(),
    inviterName: z.string().nullable(),
    /** The exact address or number invited; masked in every step where the token was not shown by this browser. */
    to: z.string(),
    /** The number, where an e-mail address and a number were invited. */
    alsoTo: z.string().nullable(),
    name: z.string().nullable(),
    roles: z.array(roleSchema),
    note: z.string().nullable(),
    /** Who had it before and handed it over, with their words. */
    handedOver: z.object({ by: z.string(), note: z.string().nullable() }).nullable(),
    expiresAt: timestampField,
    /** Page where the person stops invitations of this organization for good; only where the token was shown by this browser. */
    stopInvitingPath: z.string().nullable(),
  })
  .meta({ id: 'InvitationSummary' });
export type InvitationSummary = z.infer<typeof invitationSummarySchema>;
