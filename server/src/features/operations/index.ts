/**
 * Work on many things at once that a person began and watches: bulk actions and exports. To add a kind:
 *
 * 1. Its name in `OPERATION_KINDS` of `contract/src/operations.ts`, its text `operations.kind.<name>` in five languages.
 * 2. The use case that begins it calls `beginOperation` in its transaction and `services.wakeWorker()` after the commit,
 *    and answers 202 with the operation's id.
 * 3. A runner of the slice, handed to `operationHandlers` in `app.ts`. An export is `exportRunner(services, columns, read)`
 *    with a `read` that answers one part of the table; `fileName` of `beginOperation` names the file.
 *    What is done to many rows begins with `beginRows`, and its runner is `rowRunner` of what is done to one of them:
 *    each is done once, with a result of its own, and can be taken back if the kind is in `REVERSIBLE_KINDS`.
 * 4. The runner reads the rights of `operation.createdBy` anew (the `place` that it is given), and throws AppError FORBIDDEN when they are gone.
 *
 * Whatever shows operations asks `GET /organizations/{org}/operations`; who stops one, `POST .../{id}/stop`.
 */

export { beginOperation } from './begin-operation.ts';
export { beginRows } from './begin-rows.ts';
export { operationAbilities } from './domain/operation-policy.ts';
export { registerOperationRoutes } from './operation-routes.ts';
export { haltOperations } from './operation-store.ts';
export { getOperation } from './present-operation.ts';
export { exportRunner } from './run-export.ts';
export { type OperationRunner, type OperationRunners, operationHandlers } from './run-operation.ts';
export { type RowAction, rowRunner } from './run-rows.ts';
