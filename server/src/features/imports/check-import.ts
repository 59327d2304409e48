import { setImmediate as breathe } from 'node:timers/promises';
import type { Delimiter, Encoding, Import, ImportField } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findOrganization } from '../organizations/index.ts';
import { guessMapping, looksLikeHeader } from './domain/import-columns.ts';
import { type CheckedRow, clearRows, type ImportRecord, type NewImport, saveImport, saveRows } from './import-store.ts';
import { readFile } from './read-file.ts';
import { type Cells, readRow } from './read-row.ts';

/** Rows of one statement. */
const BATCH = 1000;
const SAMPLE = 5;

/** How a person wants the file to be read; what they do not say is guessed. */
export type Reading = {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly hasHeader?: boolean | undefined;
  readonly mapping?: readonly (ImportField | null)[] | undefined;
};

type Table = Pick<ImportRecord, 'encoding' | 'delimiter' | 'hasHeader' | 'columns' | 'mapping'> & {
  readonly rows: readonly (readonly string[])[];
};

/** Reads a file. @throws AppError IMPORT-EMPTY, IMPORT-UNREADABLE, IMPORT-TOO-LARGE, BUSY, REQUEST-INVALID */
export async function readTable(content: Uint8Array, format: Import['format'], reading: Reading): Promise<Table> {
  const { encoding = null, delimiter = null } = reading;
  const file = await readFile({ content, format, encoding, delimiter });
  const [first = [], ...others] = file.table;
  const hasHeader = reading.hasHeader ?? looksLikeHeader(first);
  const rows = hasHeader ? others : file.table;
  if (rows.length === 0) throw new AppError('IMPORT-EMPTY');
  const columns = first.map((cell) => (hasHeader ? cell.trim() : ''));
  const mapping = [...(reading.mapping ?? guessMapping(columns, rows.slice(0, 20)))];
  const used = mapping.filter((field) => field !== null);
  if (mapping.length !== columns.length || new Set(used).size !== used.length) {
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'mapping', code: 'FIELD-INVALID', params: {} }]);
  }
  return { ...file, hasHeader, columns, mapping, rows };
}

/**
 * Writes the import as it is read now, and every row with what it is: by a thousand at a time, so that others are
 * answered in between. Has no other effect.
 */
export async function saveTable(
  tx: Transaction,
  record: Omit<NewImport, keyof Table | 'state' | 'sample' | 'rowCount'>,
  { rows, ...table }: Table,
  now: Date,
): Promise<void> {
  const canCheck = table.mapping.includes('email') || table.mapping.includes('phone');
  const sample = rows.slice(0, SAMPLE).map((row) => row.map((cell) => cell.slice(0, 200)));
  const state = canCheck ? 'ready' : 'uploaded';
  await saveImport(tx, { ...record, ...table, state, sample, rowCount: rows.length });
  await clearRows(tx, record.id);
  if (!canCheck) return;
  const seen = new Map<string, number>();
  const home = (await findOrganization(tx, record.organizationId))?.country ?? null;
  for (let start = 0; start < rows.length; start += BATCH) {
    const checked = rows.slice(start, start + BATCH).map((row, at) => {
      return checkRow(start + at + 1, cellsOf(row, table.mapping), home, seen);
    });
    await saveRows(tx, record, checked, now);
    await breathe();
  }
}

function cellsOf(row: readonly string[], mapping: ImportRecord['mapping']): Cells {
  const cells = mapping.flatMap((field, column) => {
    const text = row[column]?.trim();
    return field && text ? [[field, text] as const] : [];
  });
  return Object.fromEntries(cells);
}

function checkRow(row: number, cells: Cells, home: string | null, seen: Map<string, number>): CheckedRow {
  const read = readRow(cells, home);
  if ('problem' in read) return { row, cells, canonical: null, phone: null, problem: read.problem };
  const { canonical, phone } = read;
  const keys = phone === null || phone === canonical ? [canonical] : [canonical, phone];
  const first = keys.map((key) => seen.get(key)).find((known) => known !== undefined);
  if (first === undefined) for (const key of keys) seen.set(key, row);
  return { row, cells, canonical, phone, problem: first === undefined ? null : duplicateOf(first) };
}

/** The address or the number stands in an earlier row already. */
export function duplicateOf(row: number): NonNullable<CheckedRow['problem']> {
  return { field: null, code: 'IMPORT-ROW-DUPLICATE', params: { row } };
}
