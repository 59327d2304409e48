import { createHash } from 'node:crypto';

/*
 * A Bloom filter: four letters, then the bits. Sixteen bits per word, chosen by its SHA-512; 29.2 bits of table for each
 * word make one false hit in a million.
 */
const MAGIC = Buffer.from('GHBL', 'latin1');
const BITS_PER_WORD = 29.2;
const HASHES = 16;

function positionsOf(word: string, bits: number): number[] {
  const digest = createHash('sha512').update(word).digest();
  return Array.from({ length: HASHES }, (_, index) => digest.readUInt32LE(index * 4) % bits);
}

/** The table of `words` (lower case), to be read by {@link readPasswordBlocklist}. The same words give the same bytes. */
export function writePasswordBlocklist(words: readonly string[]): Uint8Array {
  const table = Buffer.alloc(Math.max(1, Math.ceil((words.length * BITS_PER_WORD) / 8)));
  for (const position of words.flatMap((word) => positionsOf(word, table.length * 8))) {
    table[position >>> 3] = (table[position >>> 3] ?? 0) | (1 << (position & 7));
  }
  return Buffer.concat([MAGIC, table]);
}

/**
 * The shipped list of common passwords, from the bytes of `server/data/common-passwords.bin`. True of every word in it
 * and, once in a million, of another.
 *
 * @throws Error if the bytes are something else: a server must not start with a list that refuses nothing
 */
export function readPasswordBlocklist(bytes: Uint8Array): { has(lowerCased: string): boolean } {
  const table = Buffer.from(bytes).subarray(MAGIC.length);
  if (table.length === 0 || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw new Error('The list of common passwords is damaged: run tools/build-common-passwords.ts');
  }
  return {
    has: (lowerCased) =>
      positionsOf(lowerCased, table.length * 8).every(
        (position) => ((table[position >>> 3] ?? 0) & (1 << (position & 7))) !== 0,
      ),
  };
}
