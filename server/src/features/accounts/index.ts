export { parseEmailAddress } from '../../kernel/email-address.ts';
export {
  type AccountState,
  findAccountLocale,
  findOwner,
  findPasswordOfAddress,
  insertUnverifiedAddress,
  listVerifiedAddresses,
  listVerifiedIdentifiers,
  replaceHash,
  updateProfile,
  upsertPassword,
} from './account-store.ts';
export { claimAddress } from './claim-address.ts';
export { type Address, kindOfAddress, maskAddress, phoneAddress } from './domain/address.ts';
export { contextWordsOf, normalizePassword } from './domain/password-policy.ts';
export { hashNewPassword } from './hash-new-password.ts';
