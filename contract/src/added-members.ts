import { z } from 'zod';
import { displayName, fieldCode, idField } from './fields.ts';
import { createInvitationSchema, invitationSchema } from './invitations.ts';
import { localeSchema } from './locales.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';
import { userNameField } from './user-names.ts';

/** Somebody whom an administrator adds: they sign in with a code to their address or number. */
export const addMemberSchema = z
  .strictObject({
    name: displayName(),
    to: createInvitationSchema.shape.to,
    locale: localeSchema.optional(),
    roles: z.array(roleSchema).min(1).max(4).optional(),
    /** Nobody else here gets it from now on. */
    username: userNameField.optional(),
  })
  .meta({ id: 'AddMember' });
export type AddMember = z.infer<typeof addMemberSchema>;

export const checkAddedSchema = z
  .strictObject({ to: addMemberSchema.shape.to.optional(), username: userNameField.optional() })
  .refine(({ to, username }) => to !== undefined || username !== undefined, {
    message: fieldCode('FIELD-REQUIRED'),
    path: ['to'],
  });
export type CheckAdded = z.infer<typeof checkAddedSchema>;

const params = z.object({ org: idField });

export const addedMemberRoutes = {
  add: route({
    method: 'POST',
    path: '/organizations/{org}/members',
    access: 'people.manage',
    summary: 'Add a member, who signs in with a code to this address or number; nothing has to be accepted',
    params: params,
    body: addMemberSchema,
    status: 201,
    response: invitationSchema,
    errors: [
      'SEATS-FULL',
      'INV-ALREADY-INVITED',
      'INV-ALREADY-MEMBER',
      'INV-SUPPRESSED',
      'INV-ROLE-TOO-HIGH',
      'INV-CAP',
      'USERNAME-INVALID',
      'USERNAME-TAKEN',
    ],
    idempotent: true,
  }),
  check: route({
    method: 'POST',
    path: '/organizations/{org}/members/check',
    access: 'people.manage',
    summary: 'Whether somebody here has this address, number or user name already; changes nothing',
    params: params,
    body: checkAddedSchema,
    status: 200,
    response: z.object({
      /** One for each that is taken. `memberId` or `invitationId` is where they stand. */
      taken: z.array(
        z.object({
          field: z.enum(['email', 'phone', 'username']),
          name: z.string(),
          memberId: idField.nullable(),
          invitationId: idField.nullable(),
        }),
      ),
      /** Where the user name is taken: some like it that are free. */
      suggestions: z.array(z.string()),
    }),
    errors: ['EMAIL-INVALID', 'PHONE-INVALID', 'USERNAME-INVALID'],
  }),
} as const;
