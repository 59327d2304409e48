export { createFlowClients, type FlowClients, registerAdmissionRoutes } from './admission-routes.ts';
export { assessInvitation, assessMember, type PersonSituation } from './assess-person.ts';
export { safeReturnTo } from './domain/return-to.ts';
export { findStops } from './find-stops.ts';
export type { FlowBrand } from './present-flow.ts';
export { recordFailure, sweepReferences } from './record-stop.ts';
export { getFlow, getLanding, resumeFlow, startFlow } from './start-flow.ts';
export { findStop, type Stop } from './stop-store.ts';
export { submitStep } from './submit-step.ts';
