/**
 * Work on many things at once that a person began and watches: bulk actions and exports. To add a kind:
 *
 * 1. Its name in `OPERATION_KINDS` of `contract/src/operations.ts`, its text `operations.kind.<name>` in five languages.
 * 2. The use case that begins it calls `beginOperation` in its transaction and answers 202 with the operation's id.
 * 3. A runner of the slice, handed to `operationHandlers` in `app.ts`. What is done to many rows begins with `beginMany`,
 *    and its runner is `rowRunner` of what is done to one of them: each is done once, with a result of its own, and can
 *    be taken back if the kind is in `REVERSIBLE_KINDS`.
 * 4. The runner reads the rights of `operation.createdBy` anew, and throws AppError FORBIDDEN when they are gone.
 *
 * An export is a line in `EXPORTS` of `contract/src/export-filters.ts` and a `RowSource` of the slice in
 * `export-sources.ts`; `POST /organizations/{org}/exports` begins it. What is chosen in a list begins with `beginMany`.
 *
 * Whatever shows operations asks `GET /organizations/{org}/operations`; who stops one, `POST .../{id}/stop`.
 */

export { beginMany, type ManyOf } from './begin-many.ts';
export { beginOperation } from './begin-operation.ts';
export { operationAbilities } from './domain/operation-policy.ts';
export { endedOperations } from './ended-rows-store.ts';
export { registerOperationRoutes } from './operation-routes.ts';
export { haltOperations } from './operation-store.ts';
export { getOperation } from './present-operation.ts';
export { exportRunners } from './run-export.ts';
export { type OperationRunners, operationHandlers } from './run-operation.ts';
export { type RowAction, rowRunner } from './run-rows.ts';
