import { z } from 'zod';
import { problemCodeSchema } from './errors.ts';
import { fieldCode, idField, line, paragraph, timestampField } from './fields.ts';
import { INVITATION_KINDS } from './invitations.ts';
import { listOf, listQuery } from './lists.ts';
import { localeSchema } from './locales.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';

/** ux.md s. 1.2. `uploaded`: no column is known to hold addresses yet. `stopped` may be run on; `done` is the end, but for a retry of what failed, and for taking it back: `undoing`, `undone`. */
export const IMPORT_STATES = ['uploaded', 'ready', 'running', 'done', 'stopped', 'undoing', 'undone'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/**
 * What a row is before the run (`new` to `invalid`), and what became of it. `no-seat`: new, and as things stand there is no seat for it
 * any more; it is tried all the same. `kept`: opened before it could be withdrawn.
 */
export const ROW_STATES = [
  'new',
  'no-seat',
  'again',
  'member',
  'suppressed',
  'invalid',
  'created',
  'skipped',
  'failed',
  'withdrawn',
  'kept',
] as const;
export type RowState = (typeof ROW_STATES)[number];

/** What a column may hold. */
export const IMPORT_FIELDS = [
  'email',
  'phone',
  'name',
  'username',
  'locale',
  'role',
  'companyName',
  'country',
  'registrationNumber',
  'note',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Names as `TextDecoder` knows them. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'windows-1250', 'windows-1251'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Bytes, rows, columns, characters of a cell; larger ones are refused. */
export const IMPORT_LIMITS = { bytes: 10 * 1024 * 1024, rows: 20_000, columns: 50, cell: 2000 } as const;

const fieldSchema = z.enum(IMPORT_FIELDS);
const mappingSchema = z.array(fieldSchema.nullable()).max(IMPORT_LIMITS.columns);

/** What the rows of a run become; what a row says itself comes first. */
export const importOptionsSchema = z
  .strictObject({
    kind: z.enum(INVITATION_KINDS),
    /** Only for `member`: they are added, and sign in with a code; nothing has to be accepted. */
    added: z.boolean().optional(),
    roles: z.array(roleSchema).min(1).max(4).optional(),
    locale: localeSchema.optional(),
  })
  .refine(({ kind, added }) => kind === 'member' || !added, { path: ['added'], message: fieldCode('FIELD-UNKNOWN') })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.infer<typeof importOptionsSchema>;

export const importSchema = z
  .object({
    id: idField,
    state: z.enum(IMPORT_STATES),
    fileName: z.string(),
    format: z.enum(['csv', 'xlsx', 'text']),
    /** Null for XLSX and pasted text, where there is nothing to guess. */
    encoding: z.enum(ENCODINGS).nullable(),
    delimiter: z.enum(DELIMITERS).nullable(),
    hasHeader: z.boolean(),
    /** One title per column; empty where the file has none. */
    columns: z.array(z.string()),
    /** What each column holds; null: nothing that is used. */
    mapping: z.array(fieldSchema.nullable()),
    /** The first rows, as they are read now. */
    sample: z.array(z.array(z.string())),
    /** Rows of the file, without its header. */
    rows: z.number().int(),
    /** Rows by state; in the list of imports those without a seat are counted as new. */
    counts: z.partialRecord(z.enum(ROW_STATES), z.number().int()),
    options: importOptionsSchema.nullable(),
    createdBy: z.object({ id: idField, name: z.string() }).nullable(),
    createdAt: timestampField,
    /** When the last run began. */
    startedAt: timestampField.nullable(),
    endedAt: timestampField.nullable(),
    /** Until then it can be taken back; null where it cannot. */
    undoUntil: timestampField.nullable(),
    /** Where there is a limit of members, before a run: seats that are left now, and new rows that find none. */
    seats: z.object({ left: z.number().int(), without: z.number().int() }).nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof importSchema>;

export const importRowSchema = z
  .object({
    id: z.string(),
    /** Line of the table, counted from 1 without the header. */
    row: z.number().int(),
    state: z.enum(ROW_STATES),
    cells: z.partialRecord(fieldSchema, z.string()),
    /** Why it is not new, or was not invited. */
    problem: z
      .object({
        field: fieldSchema.nullable(),
        code: problemCodeSchema,
        params: z.record(z.string(), z.union([z.string(), z.number()])),
      })
      .nullable(),
    invitationId: idField.nullable(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof importRowSchema>;

const organizationParams = z.object({ org: idField });
const importParams = z.object({ org: idField, id: idField });
const rowParams = importParams.extend({ row: z.string().regex(/^\d{1,6}$/) });
const base = '/organizations/{org}/imports';
/** As what the rows would be run: companies take no seat. Without it as what they were run, else as members. */
const asKind = { kind: z.enum(INVITATION_KINDS).optional() };
const access = 'invitations.import';
const unreadable = ['IMPORT-EMPTY', 'IMPORT-UNREADABLE', 'IMPORT-TOO-LARGE', 'IMPORT-QUOTE', 'BUSY'] as const;

export const importRoutes = {
  list: route({
    method: 'GET',
    path: base,
    access,
    summary: 'List imports, newest first',
    params: organizationParams,
    query: z.object(listQuery),
    status: 200,
    response: listOf(importSchema.omit({ sample: true, columns: true, mapping: true, seats: true })),
  }),
  create: route({
    method: 'POST',
    path: base,
    access,
    summary: 'Read a pasted list; nobody is invited yet',
    params: organizationParams,
    body: z.strictObject({
      text: z
        .string()
        .min(1)
        .max(IMPORT_LIMITS.bytes / 4),
    }),
    status: 201,
    response: importSchema,
    errors: unreadable,
    idempotent: true,
  }),
  upload: route({
    method: 'POST',
    path: `${base}/file`,
    access,
    summary: 'Read a CSV or XLSX file; nobody is invited yet',
    params: organizationParams,
    query: z.object({ name: line(200).default('') }),
    file: true,
    status: 201,
    response: importSchema,
    errors: [...unreadable, 'REQUEST-TOO-LARGE', 'REQUEST-UNSUPPORTED'],
    idempotent: true,
  }),
  get: route({
    method: 'GET',
    path: `${base}/{id}`,
    access,
    summary: 'One import: how the file is read, how far it is, and for whom there is a seat',
    params: importParams,
    query: z.object(asKind),
    status: 200,
    response: importSchema,
  }),
  update: route({
    method: 'PATCH',
    path: `${base}/{id}`,
    access,
    summary: 'Read the file in another way, and check its rows anew',
    params: importParams,
    body: z.strictObject({
      encoding: z.enum(ENCODINGS).optional(),
      delimiter: z.enum(DELIMITERS).optional(),
      hasHeader: z.boolean().optional(),
      mapping: mappingSchema.optional(),
    }),
    status: 200,
    response: importSchema,
    errors: ['IMPORT-STATE', ...unreadable],
  }),
  rows: route({
    method: 'GET',
    path: `${base}/{id}/rows`,
    access,
    summary: 'Rows in the order of the file',
    params: importParams,
    query: z.object({ ...listQuery, ...asKind, state: z.enum(ROW_STATES).optional() }),
    status: 200,
    response: listOf(importRowSchema),
  }),
  editRow: route({
    method: 'PATCH',
    path: `${base}/{id}/rows/{row}`,
    access,
    summary: 'Correct one row that was not invited yet; it is checked at once',
    params: rowParams,
    body: z.strictObject({ cells: z.partialRecord(fieldSchema, paragraph(IMPORT_LIMITS.cell)) }),
    status: 200,
    response: importRowSchema,
    errors: ['IMPORT-STATE'],
  }),
  check: route({
    method: 'POST',
    path: `${base}/{id}/check`,
    access,
    summary: 'Class every row anew; nobody is invited',
    params: importParams,
    status: 200,
    response: importSchema,
    errors: ['IMPORT-STATE', ...unreadable],
  }),
  run: route({
    method: 'POST',
    path: `${base}/{id}/run`,
    access,
    summary: 'Invite, or add, everybody whose row is new',
    params: importParams,
    body: importOptionsSchema,
    status: 202,
    response: importSchema,
    errors: ['IMPORT-STATE', 'INV-ROLE-TOO-HIGH'],
  }),
  stop: route({
    method: 'POST',
    path: `${base}/{id}/stop`,
    access,
    summary: 'Stop after the rows that are under way; what is done stays done',
    params: importParams,
    status: 200,
    response: importSchema,
    errors: ['IMPORT-STATE'],
  }),
  retry: route({
    method: 'POST',
    path: `${base}/{id}/retry`,
    access,
    summary: 'Check and run the failed rows once more, and no others',
    params: importParams,
    status: 202,
    response: importSchema,
    errors: ['IMPORT-STATE'],
  }),
  undo: route({
    method: 'POST',
    path: `${base}/{id}/undo`,
    access,
    summary: 'Withdraw what it invited and nobody has opened, within a day of its end',
    params: importParams,
    status: 202,
    response: importSchema,
    errors: ['IMPORT-STATE'],
  }),
  leave: route({
    method: 'POST',
    path: `${base}/{id}/leave`,
    access,
    summary: 'Say that one goes away while it runs: its end is told by mail',
    params: importParams,
    status: 204,
  }),
  report: route({
    method: 'GET',
    path: `${base}/{id}/report`,
    access,
    summary: 'What became of every row, as CSV (UTF-8 with BOM); only failed ones with `state=failed`',
    params: importParams,
    query: z.object({ ...asKind, state: z.enum(ROW_STATES).optional() }),
    status: 200,
    text: 'text/csv',
  }),
} as const;
