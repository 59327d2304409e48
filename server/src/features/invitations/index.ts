export { addInvitationLink } from './add-link.ts';
export { createInvitation } from './create-invitation.ts';
export { createInvitations, type InvitationResult } from './create-invitations.ts';
export { isLive } from './domain/invitation.ts';
export { grantableRoles, invitationAbilities, mayGrant, rolesGivenNow } from './domain/invitation-policy.ts';
export type { WantedInvitation } from './draft-invitation.ts';
export { endedLinks } from './ended-rows-store.ts';
export { invitationRows } from './export-invitations.ts';
export { findPresentedInvitation, isTypedCode, type PresentedSecret } from './find-invitation.ts';
export { domainOf, handOverInvitation, MOST_HAND_OVERS } from './hand-over-invitation.ts';
export { countHandOvers, findHandOver } from './hand-over-store.ts';
export { registerInvitationRoutes } from './invitation-routes.ts';
export { deliverySql, heldSql, STOP_COLUMNS, STOP_JOINS } from './invitation-stop-read-model.ts';
export {
  consumeInvitation,
  findAddedFor,
  findInvitation,
  insertInvitationEvent,
  keepInvitation,
  lockInvitation,
  moveInvitation,
  saveCompanyDraft,
} from './invitation-store.ts';
export { shownAddressesOf } from './read-invited.ts';
export { recordInvitationDelivery } from './record-delivery.ts';
export { mayRenew, requestLink, sendWhatWaits } from './request-link.ts';
export { resendInvitation, sendNewLink } from './resend-invitation.ts';
export { revokeUnopened } from './revoke-invitations.ts';
export { invitationRunners } from './run-bulk.ts';
export { plannedHandlers } from './send-planned.ts';
export { remindInvited, skipReminders } from './send-reminders.ts';
export { getUnwanted, suppressInvitations, suppressionPath } from './suppress-invitations.ts';
export { freeUserNames } from './user-name-store.ts';
