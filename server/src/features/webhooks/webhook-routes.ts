import { type Webhook, type WebhookDelivery, webhookRoutes } from '@gatehouse/contract/webhooks';
import type { FastifyInstance } from 'fastify';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { type Changer, removeWebhook, rotateSecret, saveWebhook, testWebhook } from './change-webhook.ts';
import { type DeliveryRow, findWebhook, listDeliveries, type WebhookRow } from './webhook-store.ts';

type Asked = { readonly organization: MembershipView; readonly session: SignedIn; readonly caller: Caller };

export function registerWebhookRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  const { database, clock } = services;
  const changer = ({ organization, session, caller }: Asked): Changer => ({
    organizationId: organization.organizationId,
    accountId: session.accountId,
    caller,
  });
  const present = (row: WebhookRow) => presentWebhook(row, clock.now());
  binder.bind(app, webhookRoutes.get, async ({ organization }) => {
    const row = await findWebhook(database, organization.organizationId);
    return { webhook: row && present(row) };
  });
  binder.bind(app, webhookRoutes.save, async (asked) => {
    const { row, secret } = await saveWebhook(services, changer(asked), asked.body.url);
    return { webhook: present(row), secret };
  });
  binder.bind(app, webhookRoutes.rotate, async (asked) => {
    const { row, secret } = await rotateSecret(services, changer(asked));
    return { webhook: present(row), secret };
  });
  binder.bind(app, webhookRoutes.test, async (asked) => presentDelivery(await testWebhook(services, changer(asked))));
  binder.bind(app, webhookRoutes.remove, async (asked) => {
    await removeWebhook(services, changer(asked));
    return undefined;
  });
  binder.bind(app, webhookRoutes.deliveries, async ({ organization, query: { limit, cursor } }) => {
    const page = { before: cursor ?? null, limit: limit + 1 };
    return pageOf(await listDeliveries(database, organization.organizationId, page), limit, presentDelivery);
  });
}

function presentWebhook({ url, state, previousUntil, changedAt }: WebhookRow, now: Date): Webhook {
  const overlapping = previousUntil !== null && previousUntil > now;
  return {
    url,
    state,
    previousUntil: overlapping ? previousUntil.toISOString() : null,
    changedAt: changedAt.toISOString(),
  };
}

function presentDelivery({ id, type, state, attempts, status, error, ...at }: DeliveryRow): WebhookDelivery {
  return {
    id,
    type,
    state,
    attempts,
    status,
    error,
    createdAt: at.createdAt.toISOString(),
    triedAt: at.triedAt?.toISOString() ?? null,
    nextAt: at.nextAt?.toISOString() ?? null,
  };
}
