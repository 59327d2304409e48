import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { type Clock, MINUTE } from '../../kernel/clock.ts';
import { signWebhook } from '../crypto/webhook-mac.ts';

/** How far the sender's clock may be off, and how long a recorded request can be played again. */
const TOLERANCE = 5 * MINUTE;

export type WebhookVerification = {
  /** Null: this installation takes none, and its addresses do not exist. */
  readonly secret: Buffer | null;
  readonly clock: Clock;
};

/**
 * Bodies of JSON in this scope are taken only with a signature of Standard Webhooks: HMAC-SHA-256 over
 * `{webhook-id}.{webhook-timestamp}.{body}`, compared in constant time, before a letter of the body is parsed.
 * @throws AppError NOT-FOUND without a secret, WEBHOOK-SIGNATURE, REQUEST-MALFORMED (as answers)
 */
export function requireWebhookSignature(scope: FastifyInstance, verification: WebhookVerification): void {
  scope.addHook('onRequest', async () => {
    if (verification.secret === null) throw new AppError('NOT-FOUND');
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => {
      if (!isSigned(headers, body, verification)) throw new AppError('WEBHOOK-SIGNATURE');
      try {
        return JSON.parse(body.toString('utf8')) as unknown;
      } catch {
        throw new AppError('REQUEST-MALFORMED');
      }
    },
  );
}

function isSigned(headers: IncomingHttpHeaders, body: Buffer, { secret, clock }: WebhookVerification): boolean {
  const [id, at, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (secret === null || typeof id !== 'string' || typeof at !== 'string' || typeof signatures !== 'string')
    return false;
  if (!/^\d{1,12}$/.test(at) || Math.abs(clock.now().getTime() - Number(at) * 1000) > TOLERANCE) return false;
  const expected = signWebhook(secret, id, at, body);
  return signatures.split(' ').some((given) => {
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.byteLength === b.byteLength && timingSafeEqual(a, b);
  });
}
