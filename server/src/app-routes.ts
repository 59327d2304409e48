import type { FastifyInstance } from 'fastify';
import { isAllowed } from './abilities.ts';
import { type FlowClients, findStops, registerAdmissionRoutes } from './features/admission/index.ts';
import { registerAlertRoutes } from './features/alerts/index.ts';
import { registerAuditRoutes } from './features/audit/index.ts';
import { registerBrandingRoutes } from './features/branding/index.ts';
import { registerClosingRoutes } from './features/closing/index.ts';
import { registerDiagnosisRoutes } from './features/diagnosis/index.ts';
import { registerImportRoutes } from './features/imports/index.ts';
import { registerInvitationRoutes } from './features/invitations/index.ts';
import { registerMemberRoutes } from './features/members/index.ts';
import {
  type MessagingServices,
  registerHeldMessageRoutes,
  registerMessageTextRoutes,
} from './features/notifications/index.ts';
import { registerOperationRoutes } from './features/operations/index.ts';
import { registerOrganizationRoutes } from './features/organizations/index.ts';
import { registerOverviewRoutes } from './features/overview/index.ts';
import { registerOwnAccountRoutes } from './features/own-account/index.ts';
import { registerSessionRoutes } from './features/sessions/index.ts';
import { registerSignInRoutes } from './features/sign-in/index.ts';
import { registerViewRoutes } from './features/views/index.ts';
import { registerWebhookRoutes } from './features/webhooks/index.ts';
import type { Binder } from './platform/http/bind-route.ts';
import type { Cookies } from './platform/http/cookies.ts';

type ApiParts = { readonly cookies: Cookies; readonly clients: FlowClients };

/** Every route of the contract, slice by slice. */
export function registerApi(
  http: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  { cookies, clients }: ApiParts,
): void {
  registerSessionRoutes(http, binder, services, { cookies, isAllowed });
  registerSignInRoutes(http, binder, services, { cookies, isAllowed });
  registerOwnAccountRoutes(http, binder, services, cookies);
  registerOrganizationRoutes(http, binder, services);
  registerClosingRoutes(http, binder, services, isAllowed);
  registerBrandingRoutes(http, binder, services);
  registerOverviewRoutes(http, binder, services);
  registerMemberRoutes(http, binder, services);
  registerImportRoutes(http, binder, services);
  registerOperationRoutes(http, binder, services, isAllowed);
  registerViewRoutes(http, binder, services, isAllowed);
  registerInvitationRoutes(http, binder, services, (ids) => findStops(services, ids));
  registerDiagnosisRoutes(http, binder, services, { isAllowed });
  registerAuditRoutes(http, binder, services);
  registerAlertRoutes(http, binder, services);
  registerWebhookRoutes(http, binder, services);
  registerAdmissionRoutes(http, binder, services, clients);
  registerMessageTextRoutes(http, binder, services);
  registerHeldMessageRoutes(http, binder, services);
}
