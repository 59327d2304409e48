export { addProvenNumber } from './add-number.ts';
export {
  askForRecovery,
  getStoppable,
  stopRecoveryByLink,
  useRecovery,
  withdrawRecovery,
} from './ask-recovery.ts';
export { decideRecoveryAsOperator } from './decide-recovery.ts';
export { disownEvent, getDisavowal } from './disown-event.ts';
export { warningsOf as recoveryWarnings } from './domain/recovery.ts';
export { endedCodes } from './ended-rows-store.ts';
export { signInRows } from './export-sign-ins.ts';
export {
  beginGuess,
  dropGuess,
  endGuess,
  forgiveSignedIn,
  type Guess,
  lockedUntil,
  unlockAccount,
  unlockByCode,
} from './guard-guess.ts';
export type { FactorContext } from './methods/factor.ts';
export { checkCode } from './methods/one-time-code/check-code.ts';
export {
  type CodePurpose,
  listCodes,
  TRIES_PER_CODE,
  voidEveryCode,
} from './methods/one-time-code/one-time-code-store.ts';
export { nextCodeAt, sendCode } from './methods/one-time-code/send-code.ts';
export {
  type CheckedPasskey,
  type CheckedRegistration,
  checkPasskey,
  checkRegistration,
} from './methods/passkey/check-passkey.ts';
export { addPasskey } from './methods/passkey/manage-passkeys.ts';
export { askForPasskey, askForRegistration } from './methods/passkey/passkey-options.ts';
export { consumeChallenge, countOthers, markUsed } from './methods/passkey/passkey-store.ts';
export { checkNobody, comparePassword, type PasswordCheck, stillFits } from './methods/password/check-password.ts';
export { makeRecoveryCodes } from './methods/recovery-codes/recovery-codes.ts';
export { confirmSms, findSmsRoom, insertPendingSms } from './methods/sms-factor/sms-factor-store.ts';
export { beginTotp, findTotpSetup } from './methods/totp/begin-totp.ts';
export { checkTotp } from './methods/totp/check-totp.ts';
export { TYPED_FACTORS } from './methods/typed-factors.ts';
export { noticeSignIn } from './notice-sign-in.ts';
export { recordFactor } from './record-factor.ts';
export { recordSignIn } from './record-sign-in.ts';
export { decidableSql, isDecidable, listWaitingRecoveries, type WaitingRecovery } from './recovery-read-model.ts';
export { enqueueSecurityNotice } from './sign-in-messages.ts';
export { registerSignInRoutes, setUpAndSignIn } from './sign-in-routes.ts';
export { tellOfLock } from './tell-of-lock.ts';
export { getUndo, type UndoView, undoChange } from './undo-change.ts';
