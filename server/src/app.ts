import { isAllowed } from './abilities.ts';
import { registerAppHealth } from './app-health.ts';
import type { App, AppParts } from './app-parts.ts';
import { registerApi } from './app-routes.ts';
import type { Config } from './config/config.ts';
import { createDoor } from './door/door.ts';
import { exportSources } from './export-sources.ts';
import { createFlowClients, heldByPassword } from './features/admission/index.ts';
import { invitationRunners, recordInvitationDelivery } from './features/invitations/index.ts';
import { memberRunners } from './features/members/index.ts';
import {
  createNotifications,
  type MessagingServices,
  registerDeliveryReports,
} from './features/notifications/index.ts';
import { exportRunners } from './features/operations/index.ts';
import { sessionReader } from './features/sessions/index.ts';
import { jobHandlers } from './job-handlers.ts';
import type { Clock } from './kernel/clock.ts';
import { createPasswordHasher } from './platform/crypto/password-hasher.ts';
import { createSecretBox } from './platform/crypto/secret-box.ts';
import type { EmailSender } from './platform/email/email-sender.ts';
import { createOutboxEmailSender } from './platform/email/outbox-email-sender.ts';
import { createSmtpEmailSender } from './platform/email/smtp-email-sender.ts';
import { findUpward } from './platform/find-upward.ts';
import { createBinder } from './platform/http/bind-route.ts';
import { createCookies } from './platform/http/cookies.ts';
import { createIdempotency } from './platform/http/idempotency.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { createOutbound } from './platform/http/outbound-client.ts';
import { createRateLimits } from './platform/http/rate-limits.ts';
import { createHttpServer } from './platform/http/server.ts';
import { createWorker, type Worker } from './platform/jobs/jobs.ts';
import type { Logger } from './platform/logging/logger.ts';
import { openPlaces } from './platform/places/places.ts';
import { openSmsGateways } from './platform/sms/open-sms-gateways.ts';
import type { SmsSender } from './platform/sms/sms-sender.ts';
import { recurringWork } from './recurring-work.ts';

/** A mail server where one is set; else nothing leaves, and /outbox shows what would have. */
export function chooseEmailSender(config: Config, logger: Logger): EmailSender {
  return config.smtpUrl === null ? createOutboxEmailSender() : createSmtpEmailSender({ url: config.smtpUrl, logger });
}

/** Where no gateway is set nothing leaves, and /outbox shows what would have. */
export function chooseSmsSender({ smsGateways }: Config, clock: Clock, logger: Logger): SmsSender {
  return openSmsGateways(smsGateways, clock, logger);
}

/** Wires everything: the only place where adapters are chosen and slices meet. */
export async function createApp(parts: AppParts): Promise<App> {
  const { services, worker } = createServices(parts);
  const cookies = createCookies(parts.config.secure);
  const binder = createBinder({
    cookies,
    ...sessionReader(services),
    whyNoSession: (token) => heldByPassword(services, token),
    isAllowed,
    idempotency: createIdempotency(parts.database, parts.clock),
    checkAnswers: parts.checkAnswers,
  });
  const webDirectory = findUpward(import.meta.dirname, 'web/dist');
  const clients = createFlowClients(binder, cookies);
  const door = createDoor({ ...parts, services, binder, clients, cookies, webDirectory, isAllowed });
  const http = await createHttpServer({
    ...parts.config,
    logger: parts.logger,
    cookies,
    metrics: services.metrics,
    clock: parts.clock,
    errorPage: door.errorPage,
  });
  registerApi(http, binder, services, { cookies, clients });
  parts.smsSender.onReceipt(services.notifications.reports.recordPartReceipt);
  await registerDeliveryReports(http, binder, services.notifications.reports, parts);
  await door.register(http);
  registerAppHealth(http, services, parts);
  return { http, worker, services };
}

/** The services of every use case, and a worker that is not started yet. */
export function createServices(parts: AppParts): { services: MessagingServices; worker: Worker } {
  const { config, database, clock, logger } = parts;
  const metrics = createMetrics();
  const secretBox = createSecretBox(parts.masterKeys);
  const rateLimits = createRateLimits(database, clock);
  const notifications = createNotifications({
    ...parts,
    rateLimits,
    smsCountries: config.smsCountries,
    smsReceipts: config.webhookSecret !== null || config.smsGateways.some(({ kind }) => kind === 'smpp'),
    secretBox,
    mailFrom: config.mailFrom,
    publicUrl: config.publicUrl,
    listeners: { invitation: recordInvitationDelivery },
    onAttempt: (outcome, channel) => metrics.count('gatehouse_messages_total', { channel, outcome }),
  });
  const passwordHasher = createPasswordHasher({
    cost: config.argon2,
    ...(parts.hashing && { hashing: parts.hashing }),
    onQueue: (waiting) => metrics.setGauge('gatehouse_password_hash_queue', waiting),
  });
  const services: MessagingServices = {
    database,
    clock,
    logger,
    metrics,
    secretBox,
    notifications,
    passwordHasher,
    passwordBlocklist: parts.passwordBlocklist,
    rateLimits,
    places: openPlaces(config.geoipDatabase),
    outbound: createOutbound({ allow: config.outboundAllow }),
    publicUrl: config.publicUrl,
    invitationsPerDay: config.invitationsPerDay,
  };
  const runners = {
    ...invitationRunners(services),
    ...memberRunners(services),
    ...exportRunners(services, exportSources(services), isAllowed),
  };
  const worker = createWorker({
    database,
    clock,
    logger,
    handlers: jobHandlers(services, runners),
    recurring: recurringWork(services),
    isCrowded: metrics.isCrowded,
    onEnd: (_kind, end) => {
      if (end === 'lost') metrics.count('gatehouse_job_leases_lost_total');
    },
  });
  database.onWorkOwed(() => worker.wake());
  return { services, worker };
}
