import { overviewRoutes } from '@gatehouse/contract/overview';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { getOverview } from './get-overview.ts';

export function registerOverviewRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  binder.bind(app, overviewRoutes.get, ({ organization, query }) =>
    getOverview(services, organization.organizationId, query.days),
  );
}
