import { deliveryReportRoutes } from '@gatehouse/contract/delivery-reports';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import { requireWebhookSignature } from '../../platform/http/webhook-signature.ts';
import type { DeliveryReports } from './take-reports.ts';

type Options = { readonly config: { readonly webhookSecret: Buffer | null }; readonly clock: Clock };

/** What gateways and mail providers tell; in a scope of its own, where nothing is read that is not signed. */
export async function registerDeliveryReports(
  app: FastifyInstance,
  binder: Binder,
  reports: DeliveryReports,
  { config, clock }: Options,
): Promise<void> {
  await app.register(async (scope) => {
    requireWebhookSignature(scope, { secret: config.webhookSecret, clock });
    binder.bind(scope, deliveryReportRoutes.smsReceipt, async ({ body }) => {
      await reports.recordReceipt(body);
      return undefined;
    });
    binder.bind(scope, deliveryReportRoutes.mailEvents, async ({ body }) => {
      await reports.recordMailEvents(body.events);
      return undefined;
    });
  });
}
