export { importAbilities } from './domain/import-policy.ts';
export { registerImportRoutes } from './import-routes.ts';
export { importHandlers } from './run-import.ts';
