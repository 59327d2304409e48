import type { JobHandler } from '../../platform/jobs/run-job.ts';
import type { Services } from '../../platform/services.ts';
import { deliverEvents } from './deliver-event.ts';
import { DELIVER_WEBHOOK } from './webhook-store.ts';

export { endedDeliveries } from './ended-rows-store.ts';
export { enqueueEvent } from './enqueue-event.ts';
export { webhookAbilities } from './webhook-policy.ts';
export { registerWebhookRoutes } from './webhook-routes.ts';

/** What the worker does for this slice, by kind of job. */
export function webhookHandlers(services: Services): Readonly<Record<string, JobHandler>> {
  return { [DELIVER_WEBHOOK]: deliverEvents(services) };
}
