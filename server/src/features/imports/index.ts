import type { JobHandler } from '../../platform/jobs/run-job.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { RUN_IMPORT, runImport } from './run-import.ts';
import { runUndo, UNDO_IMPORT } from './undo-import.ts';

export { createImport, readAgain } from './create-import.ts';
export { importAbilities } from './domain/import-policy.ts';
export { endedImports } from './ended-rows-store.ts';
export { findClassedImport, findSeating } from './find-seating.ts';
export { registerImportRoutes } from './import-routes.ts';
export { haltImports } from './import-store.ts';
export { startImport, stopImport } from './start-import.ts';
export { writeReport } from './write-report.ts';

/** What the worker does for this slice, by kind of job. */
export function importHandlers(services: MessagingServices): Readonly<Record<string, JobHandler>> {
  return { [RUN_IMPORT]: (job) => runImport(services, job), [UNDO_IMPORT]: (job) => runUndo(services, job) };
}
