export {
  type AccountState,
  type AddressRow,
  findOwner,
  findPasswordOfAddress,
  listVerifiedAddresses,
  replaceHash,
  updateProfile,
  upsertPassword,
} from './account-store.ts';
export { type ClaimedAddress, claimAddress } from './claim-address.ts';
export { type EmailAddress, maskEmailAddress, parseEmailAddress } from './domain/email-address.ts';
export { contextWordsOf, normalizePassword } from './domain/password-policy.ts';
export { hashNewPassword, type PasswordContext } from './hash-new-password.ts';
