export { memberRows } from './export-members.ts';
export { memberAbilities } from './member-policy.ts';
export { registerMemberRoutes } from './member-routes.ts';
export { memberRunners } from './run-bulk.ts';
