import { diagnosisHandlers } from './features/diagnosis/index.ts';
import { importHandlers } from './features/imports/index.ts';
import { plannedHandlers } from './features/invitations/index.ts';
import type { MessagingServices } from './features/notifications/index.ts';
import { type OperationRunners, operationHandlers } from './features/operations/index.ts';
import { ownDataHandlers } from './features/own-account/index.ts';
import { webhookHandlers } from './features/webhooks/index.ts';
import type { JobHandler } from './platform/jobs/run-job.ts';

/** What is done later, by the kind of its job. */
export function jobHandlers(
  services: MessagingServices,
  runners: OperationRunners,
): Readonly<Record<string, JobHandler>> {
  return {
    ...services.notifications.handlers,
    ...importHandlers(services),
    ...plannedHandlers(services),
    ...diagnosisHandlers(services),
    ...operationHandlers(services, runners),
    ...ownDataHandlers(services),
    ...webhookHandlers(services),
  };
}
