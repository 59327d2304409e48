export { createImport, readAgain } from './create-import.ts';
export { importAbilities } from './domain/import-policy.ts';
export { findImportView, type ImportView } from './import-read-model.ts';
export { registerImportRoutes } from './import-routes.ts';
export { importHandlers } from './run-import.ts';
export { startImport, stopImport } from './start-import.ts';
export { writeReport } from './write-report.ts';
