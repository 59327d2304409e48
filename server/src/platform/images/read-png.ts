import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';
import { type CheckedImage, hasSaneSides, type ImageProblem, MAX_SIDE } from './image.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What is drawn. Everything else (texts, positions, profiles, previews) is left out. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'cHRM', 'sRGB']);
/** Samples a pixel, by colour type (PNG, third edition, 11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Column and row of the first pixel of each pass, and the steps to the next (Adam7). */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

type Header = { width: number; height: number; bitsPerPixel: number; interlaced: boolean };
type Chunk = { readonly name: string; readonly data: Buffer; readonly whole: Buffer };

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/**
 * Reads a PNG to its last pixel: its measures are decided from the header, before anything is unpacked; every checksum holds;
 * nothing stands behind its end. What is not drawn is taken out.
 */
export async function readPng(bytes: Buffer): Promise<CheckedImage | ImageProblem> {
  const chunks = readChunks(bytes);
  const header = chunks && readHeader(chunks[0]);
  if (!chunks || !header) return { problem: 'broken' };
  const { width, height } = header;
  if (!hasSaneSides(width, height, MAX_SIDE)) return { problem: 'dimensions', width, height };
  if (!(await hasAllPixels(chunks, header))) return { problem: 'broken' };
  const kept = chunks.filter(({ name }) => KEPT.has(name));
  const removed = [...new Set(chunks.filter(({ name }) => !KEPT.has(name)).map(({ name }) => name))];
  const clean = Buffer.concat([SIGNATURE, ...kept.map(({ whole }) => whole)]);
  return { type: 'png', bytes: clean, width, height, removed };
}

/** Null where a chunk is cut, altered, or stands after the end. */
function readChunks(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < bytes.length; ) {
    if (at + 12 > bytes.length) return null;
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const named = bytes.subarray(at + 4, end - 4);
    if (crc32(named) !== bytes.readUInt32BE(end - 4)) return null;
    const name = named.subarray(0, 4).toString('latin1');
    chunks.push({ name, data: named.subarray(4), whole: bytes.subarray(at, end) });
    if (name === 'IEND') return end === bytes.length ? chunks : null;
    at = end;
  }
  return null;
}

function readHeader(chunk: Chunk | undefined): Header | null {
  if (chunk?.name !== 'IHDR' || chunk.data.length !== 13) return null;
  const { data } = chunk;
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => data.readUInt8(at));
  const samples = SAMPLES[colour ?? -1];
  if (!samples || ![1, 2, 4, 8, 16].includes(depth ?? 0) || compression !== 0 || filter !== 0) return null;
  return {
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    bitsPerPixel: samples * (depth ?? 0),
    interlaced: interlace === 1,
  };
}

async function hasAllPixels(chunks: readonly Chunk[], header: Header): Promise<boolean> {
  const packed = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  const expected = unpackedSize(header);
  try {
    const pixels = await promisify(inflate)(packed, { maxOutputLength: expected + 1 });
    return pixels.length === expected;
  } catch {
    return false; // not deflated, or longer than its header says
  }
}

/** Bytes of all rows, each with its filter in front. */
function unpackedSize({ width, height, bitsPerPixel, interlaced }: Header): number {
  const rows = (across: number, down: number) => (across > 0 ? down * (1 + Math.ceil((across * bitsPerPixel) / 8)) : 0);
  if (!interlaced) return rows(width, height);
  return PASSES.reduce((sum, [column, row, stepAcross, stepDown]) => {
    const across = Math.ceil((width - column) / stepAcross);
    return sum + rows(across, Math.max(0, Math.ceil((height - row) / stepDown)));
  }, 0);
}
