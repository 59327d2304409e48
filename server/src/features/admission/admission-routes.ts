import { flowRoutes } from '@gatehouse/contract/flows';
import { organizationRoutes } from '@gatehouse/contract/organizations';
import { passkeyRoutes } from '@gatehouse/contract/passkeys';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Cookies } from '../../platform/http/cookies.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { type JoinRequestRow, listJoinRequests } from '../organizations/index.ts';
import { CLIENT_COOKIE_LIFE } from '../sessions/index.ts';
import { registerApprovalRoutes } from './approval-routes.ts';
import { checkCompanyRegister } from './check-company-register.ts';
import { decideJoinRequest } from './decide-join-request.ts';
import { passkeyOptions } from './passkey-use.ts';
import { getFlow, presentResult, startFlow } from './start-flow.ts';
import type { FlowClient } from './steps/step.ts';
import { type SubmitResult, submitStep } from './submit-step.ts';

/** How a browser or client takes part in flows: shared by the API and the door. */
export type FlowClients = {
  /** Null where no cookie was given: such a client began no flow. */
  find(request: FastifyRequest): Promise<FlowClient | null>;
  /** As `find`, with a new cookie where there was none. */
  ensure(request: FastifyRequest, reply: FastifyReply): Promise<FlowClient>;
  /** Sets or clears the session cookie after a step. Whoever comes in keeps the browser known for as long as on the first day. */
  settle(request: FastifyRequest, reply: FastifyReply, result: SubmitResult): void;
};

export function createFlowClients(binder: Binder, cookies: Cookies): FlowClients {
  const tokenOf = (request: FastifyRequest) => {
    const token = cookies.read(request, 'client');
    return token === null || token.length > 100 ? null : token;
  };
  const find = async (request: FastifyRequest): Promise<FlowClient | null> => {
    const token = tokenOf(request);
    if (token === null) return null;
    return { clientHash: hashToken(token), session: await binder.findSession(request) };
  };
  return {
    find,
    ensure: async (request, reply) => {
      const known = await find(request);
      if (known) return known;
      const token = newToken();
      cookies.write(reply, 'client', token, CLIENT_COOKIE_LIFE);
      return { clientHash: hashToken(token), session: await binder.findSession(request) };
    },
    settle: (request, reply, { session, endSession }) => {
      if (!session) {
        if (endSession) cookies.clear(reply, 'session');
        return;
      }
      cookies.write(reply, 'session', session.token, session.maxAge);
      const token = tokenOf(request);
      if (token !== null) cookies.write(reply, 'client', token, CLIENT_COOKIE_LIFE);
    },
  };
}

export function registerAdmissionRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  clients: FlowClients,
): void {
  const known = async (request: FastifyRequest): Promise<FlowClient> => {
    const client = await clients.find(request);
    if (!client) throw new AppError('FLOW-NOT-FOUND');
    return client;
  };
  binder.bind(app, flowRoutes.start, async ({ body, request, reply }) => {
    const client = await clients.ensure(request, reply);
    const id = await startFlow(services, binder.caller(request, client.session), client, body);
    return (await getFlow(services, client, id, { requestId: request.id, showAddress: body.token !== undefined })).flow;
  });
  binder.bind(app, flowRoutes.get, async ({ params, request }) => {
    return (await getFlow(services, await known(request), params.id, { requestId: request.id })).flow;
  });
  binder.bind(app, flowRoutes.checkCompany, async ({ params, body, request }) =>
    checkCompanyRegister(services, await known(request), params.id, body),
  );
  binder.bind(app, passkeyRoutes.flowOptions, async ({ params, body, request }) => {
    await services.rateLimits.consume(['sign-in.network', networkOf(request.clientIp)]);
    return passkeyOptions(services, await known(request), params.id, body.purpose);
  });
  binder.bind(app, flowRoutes.submit, async ({ params, body, request, reply }) => {
    const client = await known(request);
    const caller = binder.caller(request, client.session);
    const result = await submitStep(services, caller, client, params.id, params.step, body);
    clients.settle(request, reply, result);
    return presentResult(services, client, { id: params.id, requestId: request.id }, result);
  });
  registerJoinRequests(app, binder, services);
  registerApprovalRoutes(app, binder, services);
}

function registerJoinRequests(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, organizationRoutes.joinRequests, async ({ organization, query }) => {
    const page = { before: query.cursor ?? null, limit: query.limit + 1, state: query.state ?? null };
    return pageOf(await listJoinRequests(services.database, organization.organizationId, page), query.limit, present);
  });
  binder.bind(app, organizationRoutes.decideJoinRequest, async ({ organization, session, caller, params, body }) => {
    const decider = { ...caller, actor: { type: 'account', id: session.accountId } } as const;
    return present(await decideJoinRequest(services, decider, organization.organizationId, params.id, body));
  });
}

function present(row: JoinRequestRow) {
  return {
    ...row,
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
