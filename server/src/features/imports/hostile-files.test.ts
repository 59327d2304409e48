import type { ImportRow } from '@gatehouse/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { archive, sheetRow, workbook } from '../../../test/workbook.ts';

let app: TestApp;
let owner: TestClient;
let base: string;
beforeAll(async () => {
  app = await createTestApp();
  const { owner: client, org } = await app.setUp();
  owner = client;
  base = `/api/v1/organizations/${org}/imports`;
});
afterAll(() => app.close());

async function upload(content: Buffer | string) {
  return app.http.inject({
    method: 'POST',
    url: `${base}/file?name=x`,
    payload: Buffer.from(content as string),
    headers: {
      'content-type': 'application/octet-stream',
      cookie: [...owner.cookies].map(([key, value]) => `${key}=${value}`).join('; '),
    },
  });
}

/** The cells of every row. */
async function read(content: Buffer | string) {
  const answer = await upload(content);
  expect(answer.statusCode, answer.body).toBe(201);
  const { id, rows } = answer.json();
  const items: ImportRow[] = (await owner.get(`${base}/${id}/rows?limit=200`)).json().items;
  expect(items).toHaveLength(rows);
  return items.map(({ cells }) => cells);
}

const PEOPLE = sheetRow(1, ['email', 'name']) + sheetRow(2, ['ann@urs.example', 'Ann']);
const ANN = { email: 'ann@urs.example', name: 'Ann' };

describe('workbooks made to harm [A55, A7, R22]', () => {
  it('an honest one is read', async () => {
    expect(await read(workbook({ rows: PEOPLE }))).toEqual([ANN]);
  });

  const spaces = Buffer.alloc(524 * 1024 * 1024, 0x20);
  const big = 3_000_000_000;
  it.each([
    [
      'a sheet of 524 MB, a thousandth of it packed',
      workbook({ rows: PEOPLE, more: [['xl/worksheets/sheet2.xml', spaces]] }),
      'IMPORT-TOO-LARGE',
    ],
    [
      '100,000 entries',
      archive(Array.from({ length: 100_000 }, (_, n) => [`xl/${n}.xml`, ''] as const)),
      'IMPORT-TOO-LARGE',
    ],
    [
      'a type definition after a long comment',
      workbook({ rows: PEOPLE, before: `<!--${'x'.repeat(9000)}--><!DOCTYPE x [<!ENTITY a "b">]>` }),
      'IMPORT-UNREADABLE',
    ],
    [
      'entities that grow, in the texts',
      workbook({
        rows: PEOPLE,
        sharedStrings: `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`,
      }),
      'IMPORT-UNREADABLE',
    ],
    [
      'the same in characters of two bytes',
      workbook({ rows: PEOPLE, sharedStrings: Buffer.from('\ufeff<!DOCTYPE l [<!ENTITY a "a">]><sst/>', 'utf16le') }),
      'IMPORT-UNREADABLE',
    ],
    ['an archive in an archive', archive([['inner.xlsx', workbook({ rows: PEOPLE })]]), 'IMPORT-UNREADABLE'],
    [
      'a row far below',
      workbook({ rows: `${PEOPLE}<row r="1048576"><c r="A1048576"><v>1</v></c></row>` }),
      'IMPORT-TOO-LARGE',
    ],
    [
      'a cell far to the right',
      workbook({ rows: `${PEOPLE}<row r="3"><c r="XFD3"><v>1</v></c></row>` }),
      'IMPORT-TOO-LARGE',
    ],
    [
      'a place that does not exist',
      Buffer.concat([workbook({ rows: PEOPLE }).subarray(0, -6), Buffer.alloc(6, 0xff)]),
      'IMPORT-UNREADABLE',
    ],
  ])('%s is refused within five seconds', async (_what, content, code) => {
    const began = performance.now();
    const answer = await upload(content);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(answer.json().code, answer.body).toBe(code);
  });

  it('what an archive says of its sizes, and what it does not list, is not believed', async () => {
    const rows = PEOPLE;
    const before = process.memoryUsage().rss;
    const lying = workbook({ rows, more: [['xl/worksheets/sheet9.xml', '<x/>', { size: big }]] });
    expect(await read(lying)).toEqual([ANN]);
    const hidden = workbook({ rows, more: [['xl/worksheets/sheet9.xml', '<x/>', { size: big, hidden: true }]] });
    expect(await read(hidden)).toEqual([ANN]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('names that lead elsewhere lead nowhere, and the size that a sheet claims is not taken', async () => {
    const more = [
      ['../../../tmp/x.xml', '<x/>'],
      ['/etc/x.xml', '<x/>'],
    ] as const;
    expect(await read(workbook({ rows: PEOPLE, before: '<dimension ref="A1:XFD1048576"/>', more }))).toEqual([ANN]);
  });

  it('where a format ends, a million rows down, is no row', async () => {
    const formats = '<row r="1048575" ht="12.8"/><row r="1048576" ht="12.8"></row>';
    expect(await read(workbook({ rows: PEOPLE + formats }))).toEqual([ANN]);
  });

  it('formulas are texts or their last value, and nothing of them is computed', async () => {
    const formula =
      '<row r="3"><c r="A3" t="str"><f>HYPERLINK("http://evil.test","x")</f><v>x@urs.example</v></c></row>';
    const cells = await read(
      workbook({ rows: sheetRow(1, ['email', 'note']) + sheetRow(2, ['a@urs.example', '=1+1']) + formula }),
    );
    expect(cells).toEqual([{ email: 'a@urs.example', note: '=1+1' }, { email: 'x@urs.example' }]);
  });
});

describe('text files that are not what one expects [A7]', () => {
  const utf16 = Buffer.from('\ufeffemail,name\r\nann@urs.example,Ann\r\n', 'utf16le');
  it.each([
    [
      'line ends of three kinds',
      'email,name\r\nann@urs.example,Ann\nbo@urs.example,Bo\rcy@urs.example,Cy',
      ['Ann', 'Bo', 'Cy'],
    ],
    ['NUL', 'email,name\nann@urs.example,A\0nn', ['Ann']],
    ['a quotation mark inside a cell', 'email,name\nann@urs.example,5" Ann', ['5" Ann']],
    ['UTF-16', utf16, ['Ann']],
    ['UTF-16, the other end first', Buffer.from(utf16).swap16(), ['Ann']],
    ['half a character', Buffer.concat([utf16, Buffer.from([0x61])]), ['Ann']],
    ['an escape of JSON', 'email,name\nann@urs.example,\\u0000', ['\\u0000']],
    [
      'rows that are longer and shorter',
      'email,name\nann@urs.example,Ann,more,more\nbo@urs.example',
      ['Ann', undefined],
    ],
  ])('%s', async (_what, content, names) => {
    expect((await read(content)).flatMap(({ email, name }) => (email?.includes('@') ? [name] : []))).toEqual(names);
  });

  it.each([
    ['a quotation mark that is never closed', `email,name\nann@urs.example,"Ann\nbo@urs.example,Bo`, 'IMPORT-QUOTE'],
    [
      'the same in a long file',
      `email,name\nann@urs.example,"Ann\n${'bo@urs.example,Bo\n'.repeat(10_000)}`,
      'IMPORT-QUOTE',
    ],
    ['one line of nearly 10 MB', Buffer.alloc(10 * 1024 * 1024 - 1, 0x61), 'IMPORT-TOO-LARGE'],
    ['a line of cells without end', 'a,'.repeat(5_000_000), 'IMPORT-TOO-LARGE'],
    ['nothing but quotation marks', '"'.repeat(9_000_000), 'IMPORT-TOO-LARGE'],
    ['too many columns', `email${',x'.repeat(60)}\na@b.example`, 'IMPORT-TOO-LARGE'],
    ['nothing', '\n\n', 'IMPORT-EMPTY'],
    ['no archive', 'PK\x03\x04 and so on', 'IMPORT-UNREADABLE'],
    ['more rows than may be', 'a@b.example\n'.repeat(60_000), 'IMPORT-TOO-LARGE'],
    ['1 line of 200 MB', Buffer.alloc(200 * 1024 * 1024, 0x61), 'REQUEST-TOO-LARGE'],
  ])('%s is refused within five seconds, and says why', async (_what, content, code) => {
    const began = performance.now();
    const answer = await upload(content);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(answer.json().code, answer.body.slice(0, 300)).toBe(code);
    if (code === 'IMPORT-QUOTE') expect(answer.json().params.row).toBeGreaterThan(0);
  });

  it('nobody who is not signed in sends anything large', async () => {
    const stranger = await app.client().post(base, { text: 'a@b.example' });
    expect(stranger.json().code).toBe('NOT-SIGNED-IN');
  });
});
