export { checkCode } from './methods/one-time-code/check-code.ts';
export {
  type CodePurpose,
  countSentCodes,
  listCodes,
  TRIES_PER_CODE,
} from './methods/one-time-code/one-time-code-store.ts';
export { nextCodeAt, sendCode } from './methods/one-time-code/send-code.ts';
export { checkPassword, type PasswordCheck } from './methods/password/check-password.ts';
export { recordSignIn } from './record-sign-in.ts';
export { enqueueSecurityNotice } from './sign-in-messages.ts';
export { registerSignInRoutes, setUpAndSignIn } from './sign-in-routes.ts';
