import type { FastifyInstance } from 'fastify';
import type { AppParts } from './app-parts.ts';
import { reportAlerts } from './features/alerts/index.ts';
import { reportRefusals, reportTail } from './features/audit/index.ts';
import { keysProblem, type MessagingServices } from './features/notifications/index.ts';
import { reportCodes } from './features/overview/index.ts';
import { mailProblem } from './platform/email/email-sender.ts';
import { registerHealth } from './platform/http/health-routes.ts';
import { logProblem } from './platform/logging/logger.ts';
import { smsProblem } from './platform/sms/sms-sender.ts';

/** What those who keep the server running look at: which parts there are, and what is measured when they look. */
export function registerAppHealth(http: FastifyInstance, services: MessagingServices, parts: AppParts): void {
  const reports = [reportTail, reportRefusals, reportCodes, reportAlerts];
  registerHealth(http, {
    database: parts.database,
    metrics: services.metrics,
    measure: async () => void (await Promise.all(reports.map((report) => report(services)))),
    parts: {
      keys: () => keysProblem(services),
      mail: () => mailProblem(parts.emailSender, parts.outboxMode),
      sms: () => smsProblem(parts.smsSender, parts.smsOutboxMode),
      log: async () => logProblem(),
    },
  });
}
