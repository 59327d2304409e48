export { authenticateSession } from './authenticate-session.ts';
export { presentSession } from './present-session.ts';
export { registerSessionRoutes } from './session-routes.ts';
export {
  endOtherSessions,
  endSession,
  endSessionsIn,
  endSessionsOf,
  leaveInSessions,
  setSessionOrganization,
} from './session-store.ts';
export { repeatSession, type StartedSession, startSession } from './start-session.ts';
