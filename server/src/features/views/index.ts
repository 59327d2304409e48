/** Lists as somebody wants to see them again: filters, order and columns under a name, one's own or shared. */

export { viewAbilities } from './domain/view-policy.ts';
export { registerViewRoutes } from './view-routes.ts';
