import { inflateRawSync } from 'node:zlib';
import type { Delimiter, Encoding, Import } from '@gatehouse/contract/imports';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { guessDelimiter } from './domain/guess-delimiter.ts';
import { guessEncoding } from './domain/guess-encoding.ts';

const ROWS = 20_000 + 1; // and a header
const COLUMNS = 50;
const CELL = 2000;
const UNPACKED = 60 * 1024 * 1024;
const ENTRIES = 1000;

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

/** The rows of a file that hold something. @throws Error IMPORT-TOO-LARGE; any other where it cannot be read */
export async function readTable(file: FileToRead): Promise<ReadFile> {
  const bytes = Buffer.from(file.content);
  if (file.format === 'xlsx') {
    checkArchive(bytes);
    const rows = await readSheet(bytes, 1, { parseNumber: (text: string) => text, trim: true } as never);
    return { encoding: null, delimiter: null, table: trimmed((rows as unknown[][]).map((row) => row.map(cellText))) };
  }
  const encoding = file.format === 'text' ? 'utf-8' : (file.encoding ?? guessEncoding(bytes));
  const text = new TextDecoder(encoding).decode(bytes);
  const delimiter = file.delimiter ?? guessDelimiter(text);
  const table = parse(text, {
    delimiter,
    bom: true,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    toLine: ROWS + 20_000,
    maxRecordSize: COLUMNS * CELL,
  } as never) as unknown as string[][];
  return { encoding: file.format === 'text' ? null : encoding, delimiter, table: trimmed(table) };
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
  if (rows.length > ROWS || columns > COLUMNS || tooLong) throw new Error('IMPORT-TOO-LARGE');
  return rows.map((row) =>
    Array.from({ length: columns }, (_, at) => (row[at] ?? '').replaceAll('\0', '').toWellFormed()),
  );
}

/** Unpacks every entry with a limit: what an archive says of its own sizes proves nothing. */
function checkArchive(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('IMPORT-UNREADABLE');
  const count = bytes.readUInt16LE(end + 10);
  if (count > ENTRIES) throw new Error('IMPORT-TOO-LARGE');
  let at = bytes.readUInt32LE(end + 16);
  let left = UNPACKED;
  for (let entry = 0; entry < count; entry++) {
    const packed = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    left -= unpackedSize(bytes.subarray(start, start + packed), bytes.readUInt16LE(at + 10), left);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function unpackedSize(packed: Buffer, method: number, left: number): number {
  if (method === 0) return packed.length;
  try {
    const text = inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
    if (text.subarray(0, 4096).includes('<!DOCTYPE')) throw new Error('IMPORT-UNREADABLE');
    return text.length;
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(tooLarge ? 'IMPORT-TOO-LARGE' : 'IMPORT-UNREADABLE');
  }
}
