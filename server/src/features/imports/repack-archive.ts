import { crc32, inflateRawSync } from 'node:zlib';
import { AppError } from '../../kernel/app-error.ts';

const UNPACKED = 60 * 1024 * 1024;
const ENTRIES = 1000;
const STORED = 0;
const DEFLATED = 8;

type Entry = { readonly name: Buffer; readonly content: Buffer };

/**
 * The same workbook as an archive whose every size is true, with nothing in it but what was looked at: unpacked under a
 * limit, by the list at the end of the archive. Who reads it afterwards may believe what it says (ASVS 5.2.3).
 * @throws AppError IMPORT-TOO-LARGE, IMPORT-UNREADABLE
 */
export function repackArchive(bytes: Buffer): Buffer {
  const entries: Entry[] = [];
  let left = UNPACKED;
  for (const { name, packed, method } of listEntries(bytes)) {
    // The same that the reader of the workbook looks at: pictures and printers' settings stay packed.
    if (!/\.xml(\.rels)?$/.test(name.toString('latin1'))) continue;
    const content = unpack(packed, method, left);
    left -= content.length;
    refuseDefinitions(content);
    entries.push({ name, content: withoutFarRows(content) });
  }
  return archiveOf(entries);
}

function* listEntries(bytes: Buffer): Generator<{ name: Buffer; packed: Buffer; method: number }> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw unreadable();
  const count = readable(() => bytes.readUInt16LE(end + 10));
  if (count > ENTRIES) throw new AppError('IMPORT-TOO-LARGE');
  let at = readable(() => bytes.readUInt32LE(end + 16));
  for (let entry = 0; entry < count; entry++) {
    const length = readable(() => bytes.readUInt16LE(at + 28));
    yield readable(() => {
      const local = bytes.readUInt32LE(at + 42);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      return {
        name: bytes.subarray(at + 46, at + 46 + length),
        packed: bytes.subarray(start, start + bytes.readUInt32LE(at + 20)),
        method: bytes.readUInt16LE(at + 10),
      };
    });
    at += readable(() => 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32));
  }
}

function unpack(packed: Buffer, method: number, left: number): Buffer {
  if (method === STORED && packed.length <= left) return packed;
  if (method !== DEFLATED) throw method === STORED ? new AppError('IMPORT-TOO-LARGE') : unreadable();
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLarge ? new AppError('IMPORT-TOO-LARGE') : unreadable();
  }
}

/** No workbook has a type definition, in whatever characters it is written; entities are how a few bytes become many. */
function refuseDefinitions(content: Buffer): void {
  for (const word of ['<!DOCTYPE', '<!ENTITY']) {
    const wide = Buffer.from(word, 'utf16le');
    if (content.includes(word) || content.includes(wide) || content.includes(Buffer.from(wide).swap16())) {
      throw unreadable();
    }
  }
}

/** Rows below this are not looked at one by one: whoever reads a sheet fills up what is not there. */
const LAST_ROW = 100_000;

/** Programs write where a format ends, a million rows down: rows without a cell say nothing. */
function withoutFarRows(content: Buffer): Buffer {
  const text = content.toString('latin1');
  if (!text.includes('<sheetData')) return content;
  const kept = text.replace(/<row\b[^<>]*\/>|<row\b[^<>]*>\s*<\/row>/g, '');
  for (const [, number] of kept.matchAll(/\br=["'][A-Za-z]{0,3}(\d{6,})["']/g)) {
    if (Number(number) > LAST_ROW) throw new AppError('IMPORT-TOO-LARGE');
  }
  return kept.length === text.length ? content : Buffer.from(kept, 'latin1');
}

function archiveOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0); // version that is needed; method and times are zero
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, content);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, more, name);
    offset += 30 + name.length + content.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError('IMPORT-UNREADABLE');
}
