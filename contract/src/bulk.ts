import { z } from 'zod';
import { idField, line, wholeNumber } from './fields.ts';
import { invitationFilters } from './invitation-filters.ts';
import { MOST_AT_ONCE } from './lists.ts';
import { memberFilters } from './member-filters.ts';
import { operationSchema } from './operations.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';

/** Rows that were chosen one by one; more are asked for by their filter. */
export const MOST_CHOSEN = 1000;

const ids = z
  .array(idField.regex(/^[a-z]+_[a-z0-9]+$/))
  .min(1)
  .max(MOST_CHOSEN)
  .optional();
/** How many somebody was told that it is about: when that has changed by then, nothing begins. */
const expected = wholeNumber(1, MOST_AT_ONCE).optional();

export const INVITATION_ACTIONS = ['resend', 'extend', 'revoke', 'export'] as const;
export type InvitationAction = (typeof INVITATION_ACTIONS)[number];

export const bulkInvitationsSchema = z
  .strictObject({
    action: z.enum(INVITATION_ACTIONS),
    ids,
    /** Instead of `ids`: everything that matches, as in the list. */
    filter: z.strictObject(invitationFilters).optional(),
    /** Of `extend`: by how many days. */
    days: wholeNumber(1, 30).optional(),
    expected,
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), { path: ['ids'] })
  .refine((body) => (body.action === 'extend') === (body.days !== undefined), { path: ['days'] })
  .refine((body) => body.action !== 'revoke' || body.expected !== undefined, { path: ['expected'] })
  .meta({ id: 'BulkInvitations' });
export type BulkInvitations = z.output<typeof bulkInvitationsSchema>;

export const MEMBER_ACTIONS = ['suspend', 'restore', 'roles', 'end-sessions', 'export'] as const;
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

export const bulkMembersSchema = z
  .strictObject({
    action: z.enum(MEMBER_ACTIONS),
    ids,
    /** Instead of `ids`: everybody who matches, as in the list. */
    filter: z.strictObject(memberFilters).optional(),
    /** Of `roles`: what each of them holds afterwards. */
    roles: z.array(roleSchema).min(1).max(5).optional(),
    /** Kept in the timeline of each. */
    reason: line(200).optional(),
    expected,
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), { path: ['ids'] })
  .refine((body) => (body.action === 'roles') === (body.roles !== undefined), { path: ['roles'] })
  .meta({ id: 'BulkMembers' });
export type BulkMembers = z.output<typeof bulkMembersSchema>;

/** What new roles would come to for those who are chosen, as things stand. */
const rolesPreviewSchema = z
  .object({
    total: z.number().int(),
    /** Roles that the caller can give. */
    grantable: z.array(roleSchema),
    /** Which roles they hold now, most frequent first. */
    held: z.array(z.object({ roles: z.array(roleSchema), count: z.number().int() })),
    /** Of `total`: whose roles change, who holds these already, and who has a higher role than the caller. */
    changes: z.number().int(),
    same: z.number().int(),
    tooHigh: z.number().int(),
    /** The caller is among them and would hold other roles. */
    self: z.boolean(),
    /** Nobody would be an owner any more: one of them stays. */
    lastOwner: z.boolean(),
  })
  .meta({ id: 'RolesPreview' });
export type RolesPreview = z.infer<typeof rolesPreviewSchema>;

const params = z.object({ org: idField });
const begins = { status: 202, response: operationSchema, idempotent: true } as const;
const refused = ['OPERATION-EMPTY', 'OPERATION-COUNT', 'OPERATION-TOO-MANY', 'RATE-LIMITED'] as const;

export const bulkInvitationRoutes = {
  bulk: route({
    method: 'POST',
    path: '/organizations/{org}/invitations/bulk',
    access: 'invitations.read',
    summary:
      'Resend, extend, revoke or export many at once; each row is judged by itself, with the rights that each needs',
    params,
    body: bulkInvitationsSchema,
    errors: refused,
    ...begins,
  }),
} as const;

export const bulkMemberRoutes = {
  previewRoles: route({
    method: 'POST',
    path: '/organizations/{org}/members/bulk/roles-preview',
    access: 'people.manage',
    summary: 'What new roles would come to for many members, before anything is changed',
    params,
    body: z
      .strictObject({
        ids,
        filter: z.strictObject(memberFilters).optional(),
        roles: z.array(roleSchema).max(5),
      })
      .refine((body) => (body.ids === undefined) !== (body.filter === undefined), { path: ['ids'] })
      .meta({ id: 'PreviewRoles' }),
    status: 200,
    response: rolesPreviewSchema,
    errors: ['OPERATION-TOO-MANY'],
  }),
  bulk: route({
    method: 'POST',
    path: '/organizations/{org}/members/bulk',
    access: 'people.read',
    summary: 'Suspend, restore, change roles of, sign out or export many at once; each row is judged by itself',
    params,
    body: bulkMembersSchema,
    errors: refused,
    ...begins,
  }),
} as const;
