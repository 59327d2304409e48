import { plainCell } from '../../kernel/report-cell.ts';
import type { CheckedRow, ImportRecord } from './import-store.ts';
import { type Cells, readRow } from './read-row.ts';

/** What each row of a list is by itself, one after the other. A number without `+` is of the row's country, else of `home`. */
export function rowChecker(mapping: ImportRecord['mapping'], home: string | null) {
  const addresses = new Map<string, number>();
  const names = new Map<string, number>();
  return (row: number, given: readonly string[]): CheckedRow => {
    const checked = checkRow(row, cellsOf(given, mapping), home);
    const keys = [checked.canonical, checked.phone].filter((key) => key !== null);
    const first = keys.map((key) => addresses.get(key)).find((known) => known !== undefined);
    if (first !== undefined) return { ...checked, problem: duplicateOf(first) };
    for (const key of keys) addresses.set(key, row);
    if (checked.username === null) return checked;
    const namesake = names.get(checked.username);
    if (namesake !== undefined) return { ...checked, problem: namesakeOf(namesake) };
    names.set(checked.username, row);
    return checked;
  };
}

function cellsOf(row: readonly string[], mapping: ImportRecord['mapping']): Cells {
  const cells = mapping.flatMap((field, column) => {
    const text = plainCell(row[column]?.trim() ?? '');
    return field && text ? [[field, text] as const] : [];
  });
  return Object.fromEntries(cells);
}

/** What one row is by itself. */
export function checkRow(row: number, cells: Cells, home: string | null): CheckedRow {
  const read = readRow(cells, home);
  if ('problem' in read) return { row, cells, canonical: null, phone: null, username: null, problem: read.problem };
  const username = read.invitation.username?.toLowerCase() ?? null;
  return { row, cells, canonical: read.canonical, phone: read.phone, username, problem: null };
}

/** The address or the number stands in an earlier row already. */
export function duplicateOf(row: number): NonNullable<CheckedRow['problem']> {
  return { field: null, code: 'IMPORT-ROW-DUPLICATE', params: { row } };
}

/** The user name stands in an earlier row already, of somebody else. */
export function namesakeOf(row: number): NonNullable<CheckedRow['problem']> {
  return { field: 'username', code: 'IMPORT-NAME-TWICE', params: { row } };
}
