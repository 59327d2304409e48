export { isLive, stateAt } from './domain/invitation.ts';
export { invitationAbilities } from './domain/invitation-policy.ts';
export { findPresentedInvitation, type PresentedSecret } from './find-invitation.ts';
export { registerInvitationRoutes } from './invitation-routes.ts';
export {
  consumeInvitation,
  findInvitation,
  type InvitationRow,
  insertInvitationEvent,
  moveInvitation,
  saveCompanyDraft,
} from './invitation-store.ts';
export { recordInvitationDelivery } from './record-delivery.ts';
export { mayRenew, requestLink } from './request-link.ts';
export { sendNewLink } from './resend-invitation.ts';
