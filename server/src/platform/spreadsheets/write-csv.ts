import { stringify } from 'csv-stringify/sync';
import { neutralCell } from '../../kernel/report-cell.ts';
import type { Cell } from './rows.ts';

/** CSV that Excel opens (RFC 4180, UTF-8 with BOM), a part at a time. No cell is computed by whoever opens it. */
export async function* writeCsv(parts: AsyncIterable<readonly (readonly Cell[])[]>): AsyncGenerator<string> {
  yield '\ufeff';
  for await (const rows of parts) yield stringify(rows.map((row) => row.map(textOf)));
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ');
  return typeof cell === 'number' ? String(cell) : neutralCell(cell);
}
