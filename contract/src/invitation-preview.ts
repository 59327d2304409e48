import { z } from 'zod';
import { idField } from './fields.ts';
import { createInvitationSchema } from './invitations.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';

export const invitationPreviewSchema = z
  .object({
    /** One for each address: as it would leave now, in the words and the brand of the organization. Its link leads nowhere. */
    messages: z.array(
      z.object({
        channel: z.enum(['email', 'sms']),
        locale: localeSchema,
        /** Null of a text message. */
        sender: z.string().nullable(),
        subject: z.string().nullable(),
        text: z.string(),
        /** Of a text message: how it is counted (GSM 03.38). */
        sms: z.object({ parts: z.number().int(), encoding: z.string(), length: z.number().int() }).nullable(),
      }),
    ),
    /** Who here has the address or the number already, as a member or as somebody who is invited. */
    taken: z.array(
      z.object({
        field: z.enum(['email', 'phone']),
        name: z.string(),
        memberId: idField.nullable(),
        invitationId: idField.nullable(),
      }),
    ),
  })
  .meta({ id: 'InvitationPreview' });
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>;

export const invitationPreviewRoutes = {
  preview: route({
    method: 'POST',
    path: '/organizations/{org}/invitations/preview',
    access: 'invitations.create',
    summary: 'What an invitation would say, and whether it is needed; invites nobody and sends nothing',
    params: z.object({ org: idField }),
    body: createInvitationSchema,
    status: 200,
    response: invitationPreviewSchema,
    errors: ['INV-ROLE-TOO-HIGH', 'EMAIL-INVALID'],
  }),
} as const;
