import { alertRoutes } from '@gatehouse/contract/alerts';
import type { FastifyInstance } from 'fastify';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { listAlerts } from './alert-store.ts';
import { presentAlert } from './present-alert.ts';

export function registerAlertRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  binder.bind(app, alertRoutes.list, async ({ organization, query: { limit, cursor, state } }) => {
    const page = { state: state ?? null, before: cursor ?? null, limit: limit + 1 };
    return pageOf(await listAlerts(services.database, organization.organizationId, page), limit, presentAlert);
  });
  binder.bind(app, alertRoutes.acknowledge, async ({ organization, session, caller, params, body }) => {
    const of = { organizationId: organization.organizationId, id: params.id, by: session.accountId, note: body.note };
    return presentAlert(await acknowledgeAlert(services, caller, of));
  });
}
