import { crc32, deflateRawSync } from 'node:zlib';

/** What an archive may say of an entry that is not so. */
export type Lies = {
  /** The size that it says to unpack to. */
  readonly size?: number;
  /** Not in the list at the end. */
  readonly hidden?: boolean;
};

/** A ZIP of entries, packed as they are said to be. */
export function archive(entries: readonly (readonly [name: string, content: string | Buffer, lies?: Lies])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let listed = 0;
  for (const [name, text, { size, hidden = false } = {}] of entries) {
    const content = Buffer.from(text as string);
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(size ?? content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name)]);
    parts.push(head, packed);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    if (!hidden) {
      directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, more, Buffer.from(name));
      listed++;
    }
    offset += head.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(listed & 0xffff, 8);
  end.writeUInt16LE(listed & 0xffff, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

type Parts = {
  /** What stands in `<sheetData>`. */
  readonly rows: string;
  /** What stands before it. */
  readonly before?: string;
  readonly sharedStrings?: string | Buffer;
  readonly more?: Parameters<typeof archive>[0];
};

/** A workbook of one sheet. */
export function workbook({ rows, before = '', sharedStrings, more = [] }: Parts): Buffer {
  return archive([
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="xml" ContentType="application/xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${RELS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="=1+1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${RELS}">
        <Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
        ${sharedStrings ? `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>` : ''}
      </Relationships>`,
    ],
    [
      'xl/worksheets/sheet1.xml',
      `${XML}<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData></worksheet>`,
    ],
    ...(sharedStrings ? [['xl/sharedStrings.xml', sharedStrings] as const] : []),
    ...more,
  ]);
}

/** A row of texts. */
export function sheetRow(number: number, cells: readonly string[]): string {
  const texts = cells.map((text, at) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c r="${String.fromCharCode(65 + at)}${number}" t="inlineStr"><is><t>${escaped}</t></is></c>`;
  });
  return `<row r="${number}">${texts.join('')}</row>`;
}
