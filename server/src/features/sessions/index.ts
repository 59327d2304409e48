export { authenticateSession, isProofFresh, sessionReader } from './authenticate-session.ts';
export {
  CLIENT_COOKIE_LIFE,
  countTrustedDevices,
  distrustDevices,
  distrustEveryDevice,
  forgetDevices,
  isKnownDevice,
  rememberDevice,
  type SeenDevice,
} from './device-store.ts';
export { endedSessions } from './ended-rows-store.ts';
export { presentSession } from './present-session.ts';
export { registerSessionRoutes } from './session-routes.ts';
export {
  endEverySession,
  endOtherSessions,
  endSession,
  endSessionsIn,
  endSessionsOf,
  leaveInSessions,
  setSessionOrganization,
} from './session-store.ts';
export { confirmSession, repeatSession, type StartedSession, startSession } from './start-session.ts';
