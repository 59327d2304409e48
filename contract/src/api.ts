import { addedMemberRoutes } from './added-members.ts';
import { alertRoutes } from './alerts.ts';
import { approvalRoutes } from './approvals.ts';
import { auditRoutes } from './audit.ts';
import { shownBrandRoutes } from './brand-look.ts';
import { brandingRoutes } from './branding.ts';
import { bulkInvitationRoutes, bulkMemberRoutes } from './bulk.ts';
import { closingRoutes } from './closing.ts';
import { deliveryReportRoutes } from './delivery-reports.ts';
import { diagnosisRoutes } from './diagnosis.ts';
import { exportRoutes } from './exports.ts';
import { factorRoutes } from './factors.ts';
import { flowRoutes } from './flows.ts';
import { heldMessageRoutes } from './held-messages.ts';
import { identifierRoutes, memberIdentifierRoutes } from './identifiers.ts';
import { importRoutes } from './imports.ts';
import { invitationListRoutes } from './invitation-filters.ts';
import { invitationPreviewRoutes } from './invitation-preview.ts';
import { invitationRoutes } from './invitations.ts';
import { linkRequestRoutes } from './link-requests.ts';
import { memberListRoutes } from './member-filters.ts';
import { memberRoutes } from './members.ts';
import { messageTextRoutes } from './message-texts.ts';
import { operationRoutes } from './operations.ts';
import { organizationRoutes, setupRoutes, welcomeRoutes } from './organizations.ts';
import { overviewRoutes } from './overview.ts';
import { ownAccountRoutes } from './own-account.ts';
import { passkeyRoutes } from './passkeys.ts';
import { policyRoutes } from './policies.ts';
import { recoveryRoutes } from './recoveries.ts';
import type { RouteContract } from './route.ts';
import { savedViewRoutes } from './saved-views.ts';
import { seatRoutes } from './seats.ts';
import { sessionRoutes } from './sessions.ts';
import { signInEventRoutes } from './sign-in-events.ts';
import { webhookRoutes } from './webhooks.ts';

/** The whole API by capability: what OpenAPI, the reference page and the authorization test enumerate. */
export const API = {
  setup: setupRoutes,
  flows: flowRoutes,
  linkRequests: linkRequestRoutes,
  sessions: sessionRoutes,
  factors: factorRoutes,
  passkeys: passkeyRoutes,
  identifiers: identifierRoutes,
  recoveries: recoveryRoutes,
  ownAccount: ownAccountRoutes,
  welcome: welcomeRoutes,
  invitations: {
    ...invitationListRoutes,
    ...bulkInvitationRoutes,
    ...addedMemberRoutes,
    ...invitationPreviewRoutes,
    ...invitationRoutes,
  },
  imports: importRoutes,
  operations: operationRoutes,
  exports: exportRoutes,
  views: savedViewRoutes,
  overview: overviewRoutes,
  messageTexts: messageTextRoutes,
  branding: { ...brandingRoutes, ...shownBrandRoutes },
  heldMessages: heldMessageRoutes,
  organizations: { ...organizationRoutes, policies: policyRoutes.get, updatePolicies: policyRoutes.update },
  approvals: approvalRoutes,
  closing: closingRoutes,
  diagnosis: diagnosisRoutes,
  members: { ...seatRoutes, ...memberListRoutes, ...bulkMemberRoutes, ...memberRoutes, ...memberIdentifierRoutes },
  audit: auditRoutes,
  signInEvents: signInEventRoutes,
  alerts: alertRoutes,
  webhooks: webhookRoutes,
  deliveryReports: deliveryReportRoutes,
} as const satisfies Record<string, Record<string, RouteContract>>;

export { API_BASE } from './route.ts';

/** Every route with the name of its capability and operation. */
export function allRoutes(): { capability: string; operation: string; route: RouteContract }[] {
  return Object.entries(API).flatMap(([capability, routes]) =>
    Object.entries(routes).map(([operation, route]) => ({ capability, operation, route: route as RouteContract })),
  );
}
