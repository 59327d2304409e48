import { z } from 'zod';
import { SECOND } from '../../kernel/clock.ts';
import { signWebhook } from '../../platform/crypto/webhook-mac.ts';
import type { JobHandler, JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import type { OutboundResult } from '../../platform/outbound.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { nextTryAt } from './domain/retry-schedule.ts';
import { openSecrets } from './webhook-secrets.ts';
import {
  type DeliveryRow,
  findDelivery,
  findWebhook,
  settleDelivery,
  stopWebhook,
  type WebhookRow,
} from './webhook-store.ts';

const payloadSchema = z.object({ deliveryId: z.string() });
const SYSTEM = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' } as const;

/** Posts one event. It may arrive twice, under the same id; that it arrives at all is tried for days. */
export function deliverEvents(services: Services): JobHandler {
  return async (job) => {
    const { deliveryId } = payloadSchema.parse(job.payload);
    const delivery = await findDelivery(services.database, deliveryId);
    if (delivery?.state !== 'waiting') return { outcome: 'done' };
    const webhook = await findWebhook(services.database, delivery.organizationId);
    if (webhook?.state !== 'active') return giveUp(services, delivery, null);
    if (!(await job.keepLease())) return { outcome: 'lost' };
    return settle(services, job, delivery, { url: webhook.url, result: await post(services, delivery, webhook) });
  };
}

function post(services: Services, delivery: DeliveryRow, webhook: WebhookRow): Promise<OutboundResult> {
  const now = services.clock.now();
  const timestamp = String(Math.floor(now.getTime() / SECOND));
  const signatures = openSecrets(services.secretBox, delivery.organizationId, webhook, now).map((secret) =>
    signWebhook(Buffer.from(secret, 'base64'), delivery.id, timestamp, delivery.body),
  );
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Gatehouse-Webhooks',
    'webhook-id': delivery.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
  return services.outbound.post(webhook.url, headers, delivery.body);
}

type Posted = { readonly url: string; readonly result: OutboundResult };

function settle(services: Services, job: RunningJob, delivery: DeliveryRow, { url, result }: Posted): JobOutcome {
  const now = services.clock.now();
  const status = 'status' in result ? result.status : null;
  const error = 'failure' in result ? result.failure : null;
  services.metrics.count('gatehouse_webhooks_total', { outcome: outcomeOf(status) });
  if (status !== null && status >= 200 && status < 300) {
    const settled = { state: 'delivered' as const, status, error, nextAt: null };
    return { outcome: 'done', record: (tx) => settleDelivery(tx, delivery.id, settled, now) };
  }
  if (status === 410) return giveUp(services, delivery, { url, status });
  const nextAt = nextTryAt(job.attempts, now, Math.random());
  const state = nextAt === null ? ('failed' as const) : ('waiting' as const);
  const record = (tx: Parameters<typeof settleDelivery>[0]) =>
    settleDelivery(tx, delivery.id, { state, status, error, nextAt }, now);
  return nextAt === null ? { outcome: 'done', record } : { outcome: 'again', runAt: nextAt, record };
}

function outcomeOf(status: number | null): string {
  if (status === null) return 'unreachable';
  return status >= 200 && status < 300 ? 'delivered' : 'refused';
}

/** There is nobody to tell any more. `gone`: the other side has just said so, and the webhook stops. */
function giveUp(
  services: Services,
  delivery: DeliveryRow,
  gone: { readonly url: string; readonly status: number } | null,
): JobOutcome {
  const now = services.clock.now();
  const { organizationId, id } = delivery;
  return {
    outcome: 'done',
    record: async (tx) => {
      const settled = {
        state: 'failed' as const,
        status: gone?.status ?? null,
        error: gone ? null : 'stopped',
        nextAt: null,
      };
      await settleDelivery(tx, id, settled, now);
      if (gone && (await stopWebhook(tx, organizationId, gone.url))) {
        const subject = { type: 'webhook', id: organizationId };
        await recordAuditEvent(tx, SYSTEM, now, { organizationId, action: 'webhook.stopped', subject });
      }
    },
  };
}
