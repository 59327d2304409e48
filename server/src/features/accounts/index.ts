export { parseEmailAddress } from '../../kernel/email-address.ts';
export {
  type AccountState,
  activateAccount,
  closePasswordOffer,
  findAccountLocale,
  findOwner,
  findPasswordOfAddress,
  holdPassword,
  insertUnverifiedAddress,
  listPasswordHashes,
  listUserNames,
  listVerifiedAddresses,
  listVerifiedIdentifiers,
  lockAddress,
  type PasswordRow,
  releaseAddress,
  replaceHash,
  updateProfile,
  upsertPassword,
} from './account-store.ts';
export { claimAddress } from './claim-address.ts';
export { type Address, kindOfAddress, maskAddress, phoneAddress } from './domain/address.ts';
export { hangsOnOneNumber, isRemovable, wishedChange } from './domain/own-identifiers.ts';
export { PASSWORD_LINK_LIFE } from './domain/password-link.ts';
export { contextWordsOf, normalizePassword } from './domain/password-policy.ts';
export { endedPasswordLinks } from './ended-rows-store.ts';
export { hashNewPassword } from './hash-new-password.ts';
export {
  type ChangeAddress,
  endedIdentifierChanges,
  endWaitingChanges,
  findUndoable,
  findUndoSince,
  finishChange,
  type IdentifierChange,
  insertChange,
  listWaitingChanges,
  takeUpChange,
  undoChanges,
} from './identifier-change-store.ts';
export {
  type IdentifierRow,
  listIdentifiers,
  listOwnUserNames,
  lockIdentifiers,
  makePrimary,
  removeIdentifier,
} from './identifier-store.ts';
export { keepAccount } from './keep-account.ts';
export { listNoticeAddresses } from './notice-read-model.ts';
export { tellOwner } from './own-account-messages.ts';
export {
  endEveryPasswordLink,
  endHalfDoneFlows,
  endPasswordLinks,
  hasPrintedCode,
  usePasswordLink,
} from './password-link-store.ts';
export { dropPlantedAddresses, findFirstAddress } from './planted-address-store.ts';
export { printCode, redeemPrintedCode } from './print-code.ts';
export { findPresentedLink, isShortLink, sendPasswordLink } from './send-password-link.ts';
export { findSpeaker } from './speaker-read-model.ts';
export {
  putTemporaryPassword,
  requirePassword,
  takePassword,
  takeTemporaryPassword,
} from './temporary-password-store.ts';
