import type { Locale } from '@gatehouse/contract/locales';
import type { Translate } from '../i18n/translate.ts';

/** What one cell of a table holds. A list of values is one text, with commas. Times are those of UTC. */
export type Cell = string | number | Date | null;

/** Rows that come a page at a time, for a table that is written out however long it is. */
export type RowSource = {
  /** What each column is called. */
  readonly columns: (t: Translate) => readonly string[];
  /** The rows after `position` (null: from the first), and where the next begin; null when those were the last. */
  read(query: RowQuery): Promise<{ readonly rows: readonly (readonly Cell[])[]; readonly next: string | null }>;
};

export type RowQuery = {
  readonly organizationId: string;
  /** As they stand in the address of the list. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** Instead of what the filters let through: these, of a list whose rows can be chosen. */
  readonly ids?: readonly string[] | undefined;
  /** What came after this is not asked for. */
  readonly until: Date;
  readonly position: string | null;
  readonly limit: number;
  readonly locale: Locale;
};

/** Rows as lines of JSON: how they are kept until somebody asks for a file of a kind. */
export function packRows(rows: readonly (readonly Cell[])[]): string {
  const packed = rows.map((row) => row.map((cell) => (cell instanceof Date ? { at: cell.getTime() } : cell)));
  return packed.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The reverse of {@link packRows}. */
export function unpackRows(lines: string): Cell[][] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as (string | number | null | { at: number })[]).map(unpackCell));
}

function unpackCell(cell: string | number | null | { at: number }): Cell {
  return cell !== null && typeof cell === 'object' ? new Date(cell.at) : cell;
}
