import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireWebhookSignature, type WebhookVerification } from '../../platform/http/webhook-signature.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import type { PostedReceipt } from './record-receipt.ts';

const receiptSchema = z.strictObject({
  id: z.string().min(1).max(100),
  state: z.enum(['delivered', 'failed', 'expired', 'rejected']),
  response: z.string().max(500).optional(),
});

/**
 * `POST /api/v1/sms/receipts`, for gateways and not for people: beside the contract, for who may call is said by the
 * signature and not by a session.
 */
export async function registerSmsReceipts(
  app: FastifyInstance,
  notifications: { recordReceipt(receipt: PostedReceipt): Promise<void> },
  verification: WebhookVerification,
): Promise<void> {
  await app.register(async (scope) => {
    requireWebhookSignature(scope, verification);
    scope.post('/api/v1/sms/receipts', async (request, reply) => {
      await notifications.recordReceipt(parseInput(receiptSchema, request.body));
      return reply.status(204).send();
    });
  });
}
