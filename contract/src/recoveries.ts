import { z } from 'zod';
import { idField, paragraph, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';

export const RECOVERY_STATES = ['waiting', 'approved', 'rejected', 'stopped', 'expired', 'done'] as const;
export type RecoveryState = (typeof RECOVERY_STATES)[number];

/** What whoever decides should think twice about. */
export const RECOVERY_WARNINGS = ['mailed-code', 'unknown-browser', 'address-changed', 'runs-organization'] as const;
export type RecoveryWarning = (typeof RECOVERY_WARNINGS)[number];

/** Somebody has lost every second step, and asks for a new start. */
export const recoveryRequestSchema = z
  .object({
    id: idField,
    memberId: idField,
    name: z.string(),
    address: z.string(),
    roles: z.array(roleSchema),
    state: z.enum(RECOVERY_STATES),
    /** What they wrote. */
    note: z.string(),
    ip: z.string(),
    userAgent: z.string(),
    askedAt: timestampField,
    /** Nothing happens before, whatever was decided. */
    readyAt: timestampField,
    expiresAt: timestampField,
    warnings: z.array(z.enum(RECOVERY_WARNINGS)),
    decidedAt: timestampField.nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    /** Somebody of the organization may decide; else whoever runs the installation does. */
    decidable: z.boolean(),
    /** Whoever asks for the list may decide this one. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'RecoveryRequest' });
export type RecoveryRequest = z.infer<typeof recoveryRequestSchema>;

export const recoveryRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/recovery-requests',
    access: 'recoveries.decide',
    summary: 'Members who have lost every second step, newest first',
    params: z.object({ org: idField }),
    query: z.object({ ...listQuery, state: z.enum(RECOVERY_STATES).optional() }),
    status: 200,
    response: listOf(recoveryRequestSchema),
  }),
  decide: route({
    method: 'POST',
    path: '/organizations/{org}/recovery-requests/{id}/decision',
    access: 'recoveries.decide',
    proof: 'fresh',
    summary: 'Let somebody set their second step up anew once the waiting time is over, or not',
    params: z.object({ org: idField, id: idField }),
    body: z.strictObject({
      decision: z.enum(['approve', 'reject']),
      /** How it was checked who asks, or why not. */
      reason: paragraph(500).refine((text) => text.length >= 3),
    }),
    status: 204,
    errors: ['PROOF-NEEDED', 'CONFLICT', 'ROLE-TOO-HIGH', 'FORBIDDEN'],
  }),
} as const;
