import { z } from 'zod';
import { idField, linkField, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { route } from './route.ts';

export const webhookSchema = z
  .object({
    url: z.string(),
    /** `stopped`: the other side said that it is gone (410). Saving the address again starts it. */
    state: z.enum(['active', 'stopped']),
    /** Until when the secret before counts too; null: one secret counts. */
    previousUntil: timestampField.nullable(),
    changedAt: timestampField,
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookDeliverySchema = z
  .object({
    id: idField,
    type: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number().int(),
    /** HTTP status of the last answer; null where there was none. */
    status: z.number().int().nullable(),
    /** What kept the other side from answering, as a code. */
    error: z.string().nullable(),
    createdAt: timestampField,
    triedAt: timestampField.nullable(),
    nextAt: timestampField.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

const organizationParams = z.object({ org: idField });
/** `secret` is shown this once. */
const withSecret = z.object({ webhook: webhookSchema, secret: z.string().nullable() });

export const webhookRoutes = {
  get: route({
    method: 'GET',
    path: '/organizations/{org}/webhook',
    access: 'webhook.manage',
    summary: 'Where alerts are posted to; null: nowhere',
    params: organizationParams,
    status: 200,
    response: z.object({ webhook: webhookSchema.nullable() }),
  }),
  save: route({
    method: 'POST',
    path: '/organizations/{org}/webhook',
    access: 'webhook.manage',
    proof: 'fresh',
    summary: 'Say where alerts are posted to; the first time with a new secret, which is shown once',
    params: organizationParams,
    body: z.strictObject({ url: linkField }),
    status: 200,
    response: withSecret,
  }),
  rotate: route({
    method: 'POST',
    path: '/organizations/{org}/webhook/rotate',
    access: 'webhook.manage',
    proof: 'fresh',
    summary: 'Make a new secret; the one before counts for a day beside it',
    params: organizationParams,
    status: 200,
    response: withSecret,
  }),
  test: route({
    method: 'POST',
    path: '/organizations/{org}/webhook/test',
    access: 'webhook.manage',
    summary: 'Post an event that says nothing but that it is a test',
    params: organizationParams,
    status: 202,
    response: webhookDeliverySchema,
    errors: ['RATE-LIMITED'],
  }),
  remove: route({
    method: 'DELETE',
    path: '/organizations/{org}/webhook',
    access: 'webhook.manage',
    summary: 'Post alerts nowhere any more',
    params: organizationParams,
    status: 204,
  }),
  deliveries: route({
    method: 'GET',
    path: '/organizations/{org}/webhook/deliveries',
    access: 'webhook.manage',
    summary: 'What was posted, newest first, with what the other side said',
    params: organizationParams,
    query: z.object({ ...listQuery }),
    status: 200,
    response: listOf(webhookDeliverySchema),
  }),
} as const;
