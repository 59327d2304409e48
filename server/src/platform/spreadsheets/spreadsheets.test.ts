import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { type Cell, packRows, unpackRows } from './rows.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

/** security.md A6. */
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\0=1',
  '=HYPERLINK("http://evil.test","x")',
  '＝1+1',
  '"; =1',
  ' =1',
  "=cmd|' /C calc'!A0",
];

async function* inParts(rows: readonly (readonly Cell[])[], size = 2) {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const held: T[] = [];
  for await (const part of parts) held.push(part);
  return held;
}
const csv = async (rows: readonly (readonly Cell[])[]) => (await all(writeCsv(inParts(rows)))).join('');
const xlsx = async (title: string, rows: readonly (readonly Cell[])[]) =>
  Buffer.concat(await all(writeXlsx(title, inParts(rows))));
const read = async (file: Buffer, sheet: number | string = 1) => (await readSheet(file, sheet)) as unknown[][];

describe('CSV', () => {
  it('begins with a byte order mark, and computes no cell, whatever it holds', async () => {
    const text = await csv([HOSTILE, ['Łódź', '機器', 'a;b', 'line\nbreak', 12, new Date('2026-11-26T10:15:30.500Z')]]);
    expect(text.startsWith('\ufeff')).toBe(true);
    const [header = [], row = []] = parse(text, { bom: true, relaxColumnCount: true }) as string[][];
    for (const cell of header) expect(cell).not.toMatch(/^[\s\0]*[=+\-@＝]|^[\t\r\0]/u);
    expect(row).toEqual(['Łódź', '機器', 'a;b', 'line\nbreak', '12', '2026-11-26 10:15:30']);
  });

  it.each([';', '\t', '|'])('computes none either for a program that splits at %j', async (delimiter) => {
    const text = await csv([['Łódź', 'foo;=1+1', 'x\n=2', '"; @SUM(1)', 'a\t-1', 'b|+1']]);
    const options = { bom: true, delimiter, quote: null, relaxColumnCount: true };
    for (const cell of (parse(text, options) as string[][]).flat()) expect(cell).not.toMatch(/^["\s\0]*[=+\-@]/);
  });
});

describe('XLSX', () => {
  it('holds every text as a text, in header and name too', async () => {
    const file = await xlsx('=1+1[]:*?/\\', [HOSTILE, HOSTILE, ['Łódź', '機器 🚪', '_x0041_', ' a ', '<b>&"']]);
    const [header = [], row = [], words = []] = await read(file);
    const kept = HOSTILE.map((text) => text.replace('\0', ''));
    expect(header.map((cell) => String(cell).trim())).toEqual(kept.map((text) => text.trim()));
    expect(row.map((cell) => String(cell).trim())).toEqual(kept.map((text) => text.trim()));
    expect(words.slice(0, 2)).toEqual(['Łódź', '機器 🚪']);
    const sheet = inflate(file, 'xl/worksheets/sheet1.xml');
    expect(sheet).not.toContain('<f>');
    expect(sheet.match(/<c [^>]*>/g)?.every((cell) => cell.includes('t="inlineStr"'))).toBe(true);
    expect(sheet).toContain('_x005F_x0041_');
    expect(inflate(file, 'xl/workbook.xml')).toMatch(/<sheet name="1\+1" /);
  });

  it('keeps numbers and moments as such', async () => {
    const rows = await read(
      await xlsx('t', [
        ['n', 'at', 'none', 'z'],
        [12.5, new Date('2026-11-26T10:15:30Z'), null, 'end'],
      ]),
    );
    expect(rows[1]).toEqual([12.5, new Date('2026-11-26T10:15:30Z'), null, 'end']);
  });

  it('cuts what Excel does not take, and takes away what XML cannot hold', async () => {
    const [, row] = await read(await xlsx('t', [['h'], [`\u0001\ufffe\ud800${'x'.repeat(40_000)}`]]));
    expect(String(row?.[0])).toHaveLength(32_767 - 2);
  });

  it('is there without a row, and with thousands, part by part', async () => {
    expect(await read(await xlsx('t', [['only', 'header']]))).toEqual([['only', 'header']]);
    const many = Array.from({ length: 5000 }, (_, n) => [n, `row ${n}`]);
    const rows = await read(await xlsx('t', [['n', 'name'], ...many]));
    expect(rows).toHaveLength(5001);
    expect(rows[5000]).toEqual([4999, 'row 4999']);
  });

  it('goes on in another sheet where one is full, with memory that does not grow', { timeout: 60_000 }, async () => {
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    let most = 0;
    let bytes = 0;
    async function* many() {
      yield [['n']];
      for (let part = 0; part < 1001; part++) yield Array.from({ length: 1000 }, (_, n) => [part * 1000 + n]);
    }
    const parts: Buffer[] = [];
    for await (const part of writeXlsx('Log', many())) {
      parts.push(part);
      bytes += part.length;
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers + now.heapUsed - before - bytes);
    }
    expect(most).toBeLessThan(150 * 1024 * 1024);
    const file = Buffer.concat(parts);
    expect(inflate(file, 'xl/workbook.xml')).toMatch(/name="Log 1".*name="Log 2"/);
    expect((await read(file, 2)).slice(0, 2)).toEqual([['n'], [999_999]]);
  });
});

it('rows are the same after they were kept', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.date({ noInvalidDate: true }),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell), { maxLength: 5 }), (rows) => {
      expect(unpackRows(packRows(rows))).toEqual(rows);
    }),
  );
});

/** One file of an archive, found by its place in the directory. */
function inflate(archive: Buffer, wanted: string): string {
  const { inflateRawSync } = process.getBuiltinModule('node:zlib');
  let at = archive.readUInt32LE(archive.length - 6);
  for (;;) {
    const [packed, name] = [
      archive.readUInt32LE(at + 20),
      archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28)),
    ];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    if (name === wanted) return inflateRawSync(archive.subarray(start, start + packed)).toString();
    at += 46 + archive.readUInt16LE(at + 28);
  }
}
