export { diagnose } from './diagnose-person.ts';
export { diagnosisAbilities } from './diagnosis-policy.ts';
export { registerDiagnosisRoutes } from './diagnosis-routes.ts';
export { requestHelp } from './request-help.ts';
export { type ViewedPage, viewPage } from './view-page.ts';
