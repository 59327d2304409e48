import type { Cell } from './rows.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/** Rows of one sheet: Excel knows no more than 1,048,576. */
const ROWS_OF_SHEET = 1_000_000;
/** Longest text of a cell in Excel. */
const LONGEST = 32_767;

/**
 * A workbook (ECMA-376) of one table whose first row is its header, part by part, with memory that does not grow. Every text is a
 * cell of type string: whatever it begins with, no program computes it (ASVS 1.2.10).
 */
export function writeXlsx(title: string, parts: AsyncIterable<readonly (readonly Cell[])[]>): AsyncGenerator<Buffer> {
  return writeZip(entries(title, parts));
}

async function* entries(title: string, parts: AsyncIterable<readonly (readonly Cell[])[]>): AsyncGenerator<ZipEntry> {
  const rows = rowByRow(parts)[Symbol.asyncIterator]();
  let next = await rows.next();
  const header = next.done ? [] : next.value;
  next = await rows.next();
  let sheets = 0;
  do {
    sheets++;
    const sheet = (async function* () {
      yield `${DECLARATION}${SHEET_BEGIN}${rowXml(1, header, HEADER_STYLE)}`;
      for (let row = 1; !next.done && row < ROWS_OF_SHEET; row++) {
        yield rowXml(row + 1, next.value);
        next = await rows.next();
      }
      yield SHEET_END;
    })();
    yield { name: `xl/worksheets/sheet${sheets}.xml`, parts: gathered(sheet) };
  } while (!next.done);
  for (const [name, text] of frame(sheetName(title), sheets)) yield { name, parts: once(DECLARATION + text) };
}

async function* rowByRow(parts: AsyncIterable<readonly (readonly Cell[])[]>): AsyncGenerator<readonly Cell[]> {
  for await (const rows of parts) yield* rows;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** A row at a time is too little for what packs them. */
async function* gathered(rows: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const row of rows) {
    held += row;
    if (held.length > 64 * 1024) {
      yield held;
      held = '';
    }
  }
  yield held;
}

const HEADER_STYLE = 2;
const TIME_STYLE = 1;

function rowXml(row: number, cells: readonly Cell[], style = 0): string {
  return `<row r="${row}">${cells.map((cell, column) => cellXml(columnName(column) + row, cell, style)).join('')}</row>`;
}

function cellXml(at: string, cell: Cell, style: number): string {
  if (cell === null || cell === '') return '';
  if (cell instanceof Date) return `<c r="${at}" s="${TIME_STYLE}"><v>${cell.getTime() / 86_400_000 + 25_569}</v></c>`;
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  const text = `<is><t xml:space="preserve">${xmlText(cell)}</t></is>`;
  return `<c r="${at}" t="inlineStr"${style ? ` s="${style}"` : ''}>${text}</c>`;
}

/** A to Z, then AA. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without what XML cannot hold; `_x0041_` stays what it is (ECMA-376 22.9.2.19). */
function xmlText(text: string): string {
  return (
    text
      .slice(0, LONGEST)
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
      .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
      .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
  );
}

/** At most 31 characters, none of those that Excel refuses. */
function sheetName(title: string): string {
  const name = title.replace(/[[\]:*?/\\]/g, ' ').replace(/^[\s'=+\-@]+|[\s']+$/g, '');
  return name.slice(0, 27) || 'Gatehouse';
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const SHEET_BEGIN =
  `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="30" width="22" customWidth="1"/></cols><sheetData>';
const SHEET_END = '</sheetData></worksheet>';

/** Numbers as they are, moments, and the bold first row. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>' +
  '<xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>';

/** What holds the sheets together, once it is known how many there are. */
function frame(name: string, sheets: number): [string, string][] {
  const all = Array.from({ length: sheets }, (_, index) => index + 1);
  const titleOf = (sheet: number) => xmlText(sheets === 1 ? name : `${name} ${sheet}`);
  const related = all
    .map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
    .join('');
  const parts = all
    .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)
    .join('');
  return [
    ['xl/styles.xml', STYLES],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all
        .map((n) => `<sheet name="${titleOf(n)}" sheetId="${n}" r:id="rId${n}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${related}` +
        `<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">` +
        `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${parts}</Types>`,
    ],
  ];
}
