import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { WebhookRow } from './webhook-store.ts';

/** Newest first, in base64: one, or two while it is rotated. */
const secretsSchema = z.array(z.string()).min(1).max(2);
const context = (organizationId: string) => `webhook:${organizationId}`;

/** 32 random bytes; Standard Webhooks takes 24 to 64. */
export function newSecret(): string {
  return randomBytes(32).toString('base64');
}

/** As the other side is given it. */
export function shownSecret(secret: string): string {
  return `whsec_${secret}`;
}

export function sealSecrets(box: SecretBox, organizationId: string, secrets: readonly string[]): Buffer {
  return box.seal(JSON.stringify(secrets), context(organizationId));
}

/** Those that count at `now`, newest first: a receiver that knows either of them takes what is signed with both. */
export function openSecrets(
  box: SecretBox,
  organizationId: string,
  { secrets, previousUntil }: Pick<WebhookRow, 'secrets' | 'previousUntil'>,
  now: Date,
): string[] {
  const all = secretsSchema.parse(JSON.parse(box.open(secrets, context(organizationId))));
  return previousUntil !== null && previousUntil > now ? all : all.slice(0, 1);
}
