/**
 * Work on many things at once that a person began and watches: bulk actions and exports. To add a kind:
 *
 * 1. Its name in `OPERATION_KINDS` of `contract/src/operations.ts`, its text `operations.kind.<name>` in five languages.
 * 2. The use case that begins it calls `beginOperation` in its transaction and `services.wakeWorker()` after the commit,
 *    and answers 202 with the operation's id.
 * 3. A runner `(operation) => Promise<boolean>` of the slice, handed to `operationHandlers` in `app.ts`: it does the next
 *    part (a batch after `operation.position`) in one transaction with `advanceOperation`, and answers true while there
 *    may be more. An export writes its CSV with `appendToFile` there; `fileName` of `beginOperation` names the file.
 * 4. The runner reads the rights of `operation.createdBy` anew, and throws AppError FORBIDDEN when they are gone.
 *
 * Whatever shows operations asks `GET /organizations/{org}/operations`; who stops one, `POST .../{id}/stop`.
 */
export { beginOperation } from './begin-operation.ts';
export { operationAbilities } from './domain/operation-policy.ts';
export { registerOperationRoutes } from './operation-routes.ts';
export { appendToFile, haltOperations } from './operation-store.ts';
export { advanceOperation, type OperationRunners, operationHandlers } from './run-operation.ts';
