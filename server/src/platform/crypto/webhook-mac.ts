import { createHmac } from 'node:crypto';

/** The value of `webhook-signature`. `timestamp` is in seconds, as text. */
export function signWebhook(secret: Buffer, id: string, timestamp: string, body: Buffer | string): string {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body);
  return `v1,${mac.digest('base64')}`;
}
