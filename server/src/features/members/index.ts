export { memberAbilities } from './member-policy.ts';
export { registerMemberRoutes } from './member-routes.ts';
