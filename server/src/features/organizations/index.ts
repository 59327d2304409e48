export {
  announceRequests,
  claimDigest,
  listDueDigests,
  listMailReaders,
} from './approver-digest-store.ts';
export {
  type ApprovalRow,
  countOpenInvitations,
  countWaiting,
  decideApproval,
  findApproval,
  insertApproval,
  type NewApproval,
  noteApproval,
  usualApprovalSeconds,
  withdrawApproval,
} from './company-approval-store.ts';
export { type CompanyRow, findCompany } from './company-read-model.ts';
export { createOrganization, type OrganizationDraft } from './create-organization.ts';
export { type CheckedCompany, checkCompany } from './domain/company-data.ts';
export {
  type AskedFactor,
  type NamedAskedPassword,
  organizationAbilities,
  policiesOf,
  strictestFactorPolicy,
  strictestPasswordPolicy,
  trustDaysOf,
  type WantedPassword,
} from './domain/organization-policy.ts';
export { type Seats, seatsLeft } from './domain/seats.ts';
export { isFactorRequired } from './factor-policy-read-model.ts';
export { findHouse } from './installation-store.ts';
export type { JoinRequestRow } from './join-request-store.ts';
export {
  decideRequest,
  findJoinRequest,
  insertJoinRequest,
  listJoinRequests,
  noteJoinRequest,
  usualJoinSeconds,
  withdrawJoinRequests,
} from './join-request-store.ts';
export { registerOrganizationRoutes } from './organization-routes.ts';
export {
  findByRegistration,
  findOrganization,
  findOrganizationNamed,
  insertMembership,
  linkCustomer,
  listActiveOrganizations,
  listOrganizationIds,
  listSimilarNames,
  nameMembership,
  type OrganizationRow,
  updateNames,
} from './organization-store.ts';
export { bindsSql, findAskedPasswords, passwordPoliciesSql } from './password-policy-read-model.ts';
export { getWelcome } from './present-welcome.ts';
export { findCodeMinutes, findForbidding, findLockTries, listPlacesOf } from './protection-read-model.ts';
export { readIdentifier, readNumber, readSignInName, type SignInName } from './read-identifier.ts';
export { countSeats, findSeats, fullSql, hasRoom, saveLimit } from './seat-store.ts';
export { findHostProductName, isSetUp, prepareSetup, setUpInstallation } from './set-up-installation.ts';
export { holdPlaces, shutOutSql } from './shut-out-store.ts';
export { hasSignInTabs } from './sign-in-tabs-read-model.ts';
export { countOver, findSeat, seatsFull } from './take-seat.ts';
export { tellMembers } from './tell-members.ts';
