import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its content comes part by part, and is nowhere held as a whole. */
export type ZipEntry = { readonly name: string; readonly parts: AsyncIterable<string> };

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Sizes follow the content, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01: the same content makes the same archive. */
const DATE = 0x0021;

/** A ZIP archive (APPNOTE 6.3), written from front to back. Entries below 4 GB. */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  const count = (part: Buffer) => {
    offset += part.length;
    return part;
  };
  for await (const { name, parts } of entries) {
    const start = offset;
    yield count(header(LOCAL, name, { crc: 0, packed: 0, size: 0 }));
    const sizes = { crc: 0, packed: 0, size: 0 };
    const before = offset;
    for await (const part of Readable.from(measured(parts, sizes)).pipe(createDeflateRaw()))
      yield count(part as Buffer);
    sizes.packed = offset - before;
    yield count(numbers([DESCRIPTOR, 4], [sizes.crc, 4], [sizes.packed, 4], [sizes.size, 4]));
    directory.push(header(CENTRAL, name, sizes, start));
  }
  const start = offset;
  for (const entry of directory) yield count(entry);
  const many = directory.length;
  yield numbers([END, 4], [0, 2], [0, 2], [many, 2], [many, 2], [offset - start, 4], [start, 4], [0, 2]);
}

type Sizes = { crc: number; packed: number; size: number };

async function* measured(parts: AsyncIterable<string>, sizes: Sizes): AsyncGenerator<Buffer> {
  for await (const text of parts) {
    const part = Buffer.from(text);
    sizes.crc = crc32(part, sizes.crc);
    sizes.size += part.length;
    yield part;
  }
}

function header(kind: number, name: string, { crc, packed, size }: Sizes, start?: number): Buffer {
  const text = Buffer.from(name);
  const central = start !== undefined;
  const fields: [number, number][] = [
    [kind, 4],
    ...(central ? ([[VERSION, 2]] as [number, number][]) : []),
    [VERSION, 2],
    [FLAGS, 2],
    [DEFLATE, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [text.length, 2],
    [0, 2],
    ...(central
      ? ([
          [0, 2],
          [0, 2],
          [0, 2],
          [0, 4],
          [start, 4],
        ] as [number, number][])
      : []),
  ];
  return Buffer.concat([numbers(...fields), text]);
}

/** Each value in so many bytes, little end first. */
function numbers(...fields: readonly (readonly [value: number, bytes: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
