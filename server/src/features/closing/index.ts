/**
 * The life of an organization: it is suspended and resumed, or deleted after a waiting time. `domain/organization-life.ts`
 * says what leads where; `closing-store.ts` is its twin in SQL.
 */

export {
  askForDeletion,
  keepOrganization,
  type LifeTarget,
  resumeOrganization,
  suspendOrganization,
} from './change-life.ts';
export { closingAbilities } from './closing-policy.ts';
export { countClosingEffects } from './closing-read-model.ts';
export { registerClosingRoutes } from './closing-routes.ts';
export { eraseDueOrganizations } from './erase-organizations.ts';
export { setMemberLimit } from './set-limit.ts';
