import { crc32, deflateSync } from 'node:zlib';

/** One chunk of a PNG, with its checksum. */
export function pngChunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of one colour; `over` replaces parts of it to make it lie. */
export function buildPng(
  width: number,
  height: number,
  over: { pixels?: Buffer; before?: Buffer; after?: Buffer; colour?: [number, number, number, number] } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const colour = over.colour ?? [29, 111, 66, 255];
  const row = () => Buffer.from([0, ...Array.from({ length: width }, () => colour).flat()]);
  const pixels = over.pixels ?? Buffer.concat(Array.from({ length: height }, row));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    over.before ?? Buffer.alloc(0),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
    over.after ?? Buffer.alloc(0),
  ]);
}

/** A drawing around what a test is about. */
export function buildSvg(content = '<rect width="120" height="30" fill="#1d6f42"/>', attributes = ''): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30" ${attributes}>${content}</svg>`);
}
