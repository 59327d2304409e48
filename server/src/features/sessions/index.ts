export { authenticateSession } from './authenticate-session.ts';
export { presentSession } from './present-session.ts';
export { endSession, endSessionsOf, isKnownDevice, setSessionOrganization } from './session-store.ts';
export { registerSessionRoutes } from './session-routes.ts';
export { type StartedSession, startSession } from './start-session.ts';
