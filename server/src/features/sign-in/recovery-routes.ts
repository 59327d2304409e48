import { recoveryRoutes } from '@gatehouse/contract/recoveries';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { decideRecoveryRequest, listRecoveryRequests } from './decide-recovery.ts';

/** Members of an organization who have lost every second step. */
export function registerRecoveryRequests(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, recoveryRoutes.list, ({ organization, session, query }) =>
    listRecoveryRequests(services, organization, session, query),
  );
  binder.bind(app, recoveryRoutes.decide, async ({ organization, session, caller, params, body }) => {
    const { organizationId } = organization;
    await decideRecoveryRequest(services, caller, { organizationId, id: params.id, by: session.accountId, ...body });
    return undefined;
  });
}
