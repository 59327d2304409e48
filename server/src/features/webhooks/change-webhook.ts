import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Services } from '../../platform/services.ts';
import { type AuditAction, recordAuditEvent } from '../audit/index.ts';
import { eventBody } from './enqueue-event.ts';
import { newSecret, openSecrets, sealSecrets, shownSecret } from './webhook-secrets.ts';
import {
  type DeliveryRow,
  findDelivery,
  findWebhook,
  insertDelivery,
  lockWebhook,
  removeWebhookRow,
  saveWebhookRow,
  type WebhookRow,
} from './webhook-store.ts';

export type Changer = { readonly organizationId: string; readonly accountId: string; readonly caller: Caller };

/** How long the secret before counts beside a new one. */
const OVERLAP = DAY;

type Saved = { readonly row: WebhookRow; readonly secret: string | null };

/**
 * Says where alerts are posted to, and starts again what was stopped. `secret`: shown this once, the first time.
 * @throws AppError REQUEST-INVALID {url: TARGET-FORBIDDEN}
 */
export async function saveWebhook(services: Services, by: Changer, url: string): Promise<Saved> {
  if (!(await services.outbound.may(url))) {
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'url', code: 'TARGET-FORBIDDEN', params: {} }]);
  }
  return change(services, by, 'webhook.changed', { to: url }, (before) => ({
    url,
    secrets: before ? openSecrets(services.secretBox, by.organizationId, before, services.clock.now()) : [],
    previousUntil: before?.previousUntil ?? null,
  }));
}

/** A new secret; the one before counts for a day. @throws AppError NOT-FOUND */
export async function rotateSecret(services: Services, by: Changer): Promise<Saved> {
  const now = services.clock.now();
  return change(services, by, 'webhook.secret-rotated', {}, (before) => {
    if (!before) throw new AppError('NOT-FOUND');
    const [newest] = openSecrets(services.secretBox, by.organizationId, before, now);
    return { url: before.url, secrets: [null, newest ?? ''], previousUntil: after(now, OVERLAP) };
  });
}

/** `secrets`: those to keep; null, or none at all, is a new one. */
type Next = { url: string; secrets: (string | null)[]; previousUntil: Date | null };

function change(
  services: Services,
  { organizationId, accountId, caller }: Changer,
  action: AuditAction,
  told: Record<string, unknown>,
  next: (before: WebhookRow | null) => Next,
): Promise<Saved> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const { url, secrets, previousUntil } = next(await lockWebhook(tx, organizationId));
    const fresh = secrets.length === 0 || secrets[0] === null ? newSecret() : null;
    const all = [...(fresh === null ? [] : [fresh]), ...secrets.filter((secret) => secret !== null)];
    const sealed = sealSecrets(services.secretBox, organizationId, all);
    await saveWebhookRow(tx, organizationId, { url, secrets: sealed, previousUntil }, { now, accountId });
    const subject = { type: 'webhook', id: organizationId };
    await recordAuditEvent(tx, caller, now, { organizationId, action, subject, change: told });
    const row = await findWebhook(tx, organizationId);
    if (!row) throw new AppError('NOT-FOUND');
    return { row, secret: fresh === null ? null : shownSecret(fresh) };
  });
}

/** @throws AppError NOT-FOUND */
export async function removeWebhook(services: Services, { organizationId, caller }: Changer): Promise<void> {
  await services.database.transaction(async (tx) => {
    if (!(await removeWebhookRow(tx, organizationId))) throw new AppError('NOT-FOUND');
    const subject = { type: 'webhook', id: organizationId };
    await recordAuditEvent(tx, caller, services.clock.now(), { organizationId, action: 'webhook.removed', subject });
  });
}

/** Posts an event that is only a test. @throws AppError NOT-FOUND: there is none, or it is stopped; RATE-LIMITED */
export async function testWebhook(services: Services, { organizationId, accountId }: Changer): Promise<DeliveryRow> {
  await services.rateLimits.consume(['test-message.account', accountId]);
  const now = services.clock.now();
  const id = newId('whd', now);
  const body = eventBody('webhook.test', {}, now);
  const row = await services.database.transaction(async (tx) => {
    const delivery = { id, jobId: newId('job', now), organizationId, type: 'webhook.test', body };
    return (await insertDelivery(tx, delivery, now)) ? findDelivery(tx, id) : null;
  });
  if (!row) throw new AppError('NOT-FOUND');
  return row;
}
