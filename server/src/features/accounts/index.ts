export { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
export {
  type AccountState,
  findAccountLocale,
  findOwner,
  findPasswordOfAddress,
  listVerifiedAddresses,
  listVerifiedIdentifiers,
  replaceHash,
  updateProfile,
  upsertPassword,
} from './account-store.ts';
export { claimAddress } from './claim-address.ts';
export { kindOfAddress, maskAddress } from './domain/address.ts';
export { contextWordsOf, normalizePassword } from './domain/password-policy.ts';
export { hashNewPassword } from './hash-new-password.ts';
