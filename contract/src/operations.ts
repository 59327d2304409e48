import { z } from 'zod';
import { problemCodeSchema } from './errors.ts';
import { idField, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { route } from './route.ts';

/** What is done to many things at once. Each has a text `operations.kind.<kind>` and a runner in its slice. */
export const OPERATION_KINDS = [
  'resend-invitations',
  'extend-invitations',
  'revoke-invitations',
  'export-invitations',
  'suspend-members',
  'restore-members',
  'change-member-roles',
  'end-member-sessions',
  'export-members',
  'export-audit-events',
  'export-sign-in-events',
  'export-overview',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/**
 * `waiting`: begins at `startsAt`, and may be taken back altogether until then. `undone`: it was, and nothing happened.
 * `stopped`: what is done stays done. `failed`: it cannot go on; `result.code` says why.
 */
export const OPERATION_STATES = ['waiting', 'running', 'done', 'stopped', 'undone', 'failed'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** What can be taken back after it was done; for a while, see `undoUntil`. */
export const REVERSIBLE_KINDS: readonly OperationKind[] = [
  'extend-invitations',
  'suspend-members',
  'restore-members',
  'change-member-roles',
];

/** What has rows, each with a result of its own: what was refused can be tried again. */
export const ROW_KINDS: readonly OperationKind[] = [
  'resend-invitations',
  'extend-invitations',
  'revoke-invitations',
  'suspend-members',
  'restore-members',
  'change-member-roles',
  'end-member-sessions',
];

/** What became of one thing. `skipped`: it stands otherwise than the action needs; `failed`: it was refused. */
export const OPERATION_RESULTS = ['done', 'skipped', 'failed'] as const;
export type OperationResult = (typeof OPERATION_RESULTS)[number];

export const operationSchema = z
  .object({
    id: idField,
    kind: z.enum(OPERATION_KINDS),
    state: z.enum(OPERATION_STATES),
    /** Null while it is not known. */
    total: z.number().int().nullable(),
    done: z.number().int(),
    /** Of `done`: how many by what became of them. */
    counts: z.partialRecord(z.enum(OPERATION_RESULTS), z.number().int()),
    createdBy: z.object({ id: idField, name: z.string() }),
    createdAt: timestampField,
    startsAt: timestampField,
    endedAt: timestampField.nullable(),
    /** The operation that this one takes back. */
    undoes: idField.nullable(),
    /** Until then it can be taken back: before it begins altogether, after its end row by row. Null: it cannot, or was. */
    undoUntil: timestampField.nullable(),
    /** What was refused can be tried again, once, by another operation. */
    retryable: z.boolean(),
    /** Why a failed one could not go on. */
    problem: problemCodeSchema.nullable(),
    /** Name of the file that it wrote, without its ending: `GET .../file` once it has ended. */
    fileName: z.string().nullable(),
    /** From then on the file is gone; null while there is none. */
    fileUntil: timestampField.nullable(),
  })
  .meta({ id: 'Operation' });
export type Operation = z.infer<typeof operationSchema>;

export const operationRowSchema = z
  .object({
    id: z.string(),
    /** What it was done to, and its name or address; null when that is gone. */
    subject: z.object({ id: idField, name: z.string().nullable() }),
    state: z.enum(['waiting', ...OPERATION_RESULTS]),
    /** Why it was skipped or refused. */
    problem: z
      .object({ code: problemCodeSchema, params: z.record(z.string(), z.union([z.string(), z.number()])) })
      .nullable(),
  })
  .meta({ id: 'OperationRow' });
export type OperationRow = z.infer<typeof operationRowSchema>;

export const FILE_FORMATS = ['csv', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const organizationParams = z.object({ org: idField });
const params = z.object({ org: idField, id: idField });
const base = '/organizations/{org}/operations';
const access = 'operations.read';

export const operationRoutes = {
  list: route({
    method: 'GET',
    path: base,
    access,
    summary: 'List bulk actions and exports, newest first: one’s own, and everybody’s for those who administer',
    params: organizationParams,
    query: z.object(listQuery),
    status: 200,
    response: listOf(operationSchema),
  }),
  get: route({
    method: 'GET',
    path: `${base}/{id}`,
    access,
    summary: 'One operation, and how far it is',
    params,
    status: 200,
    response: operationSchema,
  }),
  stop: route({
    method: 'POST',
    path: `${base}/{id}/stop`,
    access,
    summary: 'Stop after what is under way; what is done stays done',
    params,
    status: 200,
    response: operationSchema,
    errors: ['OPERATION-STATE'],
  }),
  undo: route({
    method: 'POST',
    path: `${base}/{id}/undo`,
    access,
    summary: 'Take it back: before it began nothing has happened, afterwards an operation of its own restores each row',
    params,
    status: 202,
    response: operationSchema,
    errors: ['OPERATION-STATE'],
  }),
  retry: route({
    method: 'POST',
    path: `${base}/{id}/retry`,
    access,
    summary: 'Try again what was refused, and nothing else, by an operation of its own',
    params,
    status: 202,
    response: operationSchema,
    errors: ['OPERATION-STATE'],
    idempotent: true,
  }),
  report: route({
    method: 'GET',
    path: `${base}/{id}/report`,
    access,
    summary: 'What became of each single one, and why, as CSV (UTF-8 with BOM)',
    params,
    query: z.object({ state: z.enum(['waiting', ...OPERATION_RESULTS]).optional() }),
    status: 200,
    text: 'text/csv',
  }),
  rows: route({
    method: 'GET',
    path: `${base}/{id}/rows`,
    access,
    summary: 'What became of each single one',
    params,
    query: z.object({ ...listQuery, state: z.enum(['waiting', ...OPERATION_RESULTS]).optional() }),
    status: 200,
    response: listOf(operationRowSchema),
  }),
  file: route({
    method: 'GET',
    path: `${base}/{id}/file`,
    access,
    summary: 'The file that an export wrote, for whoever asked for it, for a day: CSV (UTF-8 with BOM) or XLSX',
    params,
    query: z.object({ format: z.enum(FILE_FORMATS).default('csv') }),
    status: 200,
    text: 'text/csv',
    errors: ['OPERATION-STATE', 'EXPORT-GONE'],
  }),
} as const;
