import type { Delimiter, Encoding, Import } from '@gatehouse/contract/imports';
import { CsvError, parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { AppError } from '../../kernel/app-error.ts';
import { guessDelimiter } from './domain/guess-delimiter.ts';
import { guessEncoding } from './domain/guess-encoding.ts';
import { repackArchive } from './repack-archive.ts';

const ROWS = 20_000 + 1; // and a header
const COLUMNS = 50;
const CELL = 2000;

/** A file, and how a person says that it is to be read; null where that is to be guessed. */
export type FileToRead = {
  readonly content: Uint8Array;
  readonly format: Import['format'];
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
};

export type ReadFile = {
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  /** Every row as long as the others. */
  readonly table: string[][];
};

/** The rows of a file that hold something. @throws AppError IMPORT-TOO-LARGE, IMPORT-UNREADABLE, IMPORT-QUOTE {row} */
export async function readTable(file: FileToRead): Promise<ReadFile> {
  const bytes = Buffer.from(file.content);
  if (file.format === 'xlsx') return { encoding: null, delimiter: null, table: trimmed(await readWorkbook(bytes)) };
  const encoding = file.format === 'text' ? 'utf-8' : (file.encoding ?? guessEncoding(bytes));
  const text = new TextDecoder(encoding).decode(bytes);
  const delimiter = file.delimiter ?? guessDelimiter(text);
  return {
    encoding: file.format === 'text' ? null : encoding,
    delimiter,
    table: trimmed(readLines(text, delimiter)),
  };
}

async function readWorkbook(bytes: Buffer): Promise<string[][]> {
  const options = { parseNumber: (text: string) => text, trim: true };
  const rows = (await readSheet(repackArchive(bytes), 1, options as never)) as unknown[][];
  return rows.map((row) => row.map(cellText));
}

function readLines(text: string, delimiter: Delimiter): string[][] {
  try {
    return parse(text, {
      delimiter,
      recordDelimiter: ['\r\n', '\n', '\r'],
      bom: true,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      toLine: ROWS + 20_000,
      maxRecordSize: COLUMNS * CELL,
    } as never) as unknown as string[][];
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error;
  }
}

type Position = { readonly lines: number; readonly records: number; readonly empty_lines: number };

/** A quotation mark that is never closed takes all that comes after it, line by line, for one cell. */
function refusalOf(error: CsvError): AppError {
  const { lines, records, empty_lines: empty } = error as unknown as Position;
  const tooLong = error.code === 'CSV_MAX_RECORD_SIZE';
  const overLines = tooLong && lines > records + empty + 1;
  if (overLines || error.code === 'CSV_QUOTE_NOT_CLOSED') return new AppError('IMPORT-QUOTE', { row: records + 1 });
  return new AppError(tooLong ? 'IMPORT-TOO-LARGE' : 'IMPORT-UNREADABLE');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

/** Rows that hold something, within the limits. */
function trimmed(table: string[][]): string[][] {
  const rows = table.filter((row) => row.some((cell) => cell.trim() !== ''));
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const tooLong = rows.some((row) => row.some((cell) => cell.length > CELL));
  if (rows.length > ROWS || columns > COLUMNS || tooLong) throw new AppError('IMPORT-TOO-LARGE');
  return rows.map((row) =>
    Array.from({ length: columns }, (_, at) => (row[at] ?? '').replaceAll('\0', '').toWellFormed()),
  );
}
