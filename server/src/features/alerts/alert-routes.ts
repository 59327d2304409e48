import { type Alert, alertRoutes } from '@gatehouse/contract/alerts';
import type { FastifyInstance } from 'fastify';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { type AlertRow, listAlerts } from './alert-store.ts';

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

function presentAlert(row: AlertRow): Alert {
  const { subjectType, subjectId, acknowledgedAt } = row;
  return {
    id: row.id,
    rule: row.rule,
    state: row.state,
    subject: { type: subjectType, id: subjectId, name: row.name, address: row.address, memberId: row.memberId },
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    evidence: row.evidence,
    openedAt: row.openedAt.toISOString(),
    acknowledged: acknowledgedAt && {
      at: acknowledgedAt.toISOString(),
      by: row.acknowledgedBy ?? '',
      note: row.note,
    },
  };
}
