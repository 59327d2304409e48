export { diagnosisAbilities } from './diagnosis-policy.ts';
export { registerDiagnosisRoutes } from './diagnosis-routes.ts';
