import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasswordBlocklist, writePasswordBlocklist } from './password-blocklist.ts';

describe('the table', () => {
  it('has every word that was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
        const list = readPasswordBlocklist(writePasswordBlocklist(words));
        expect(words.every((word) => list.has(word))).toBe(true);
      }),
    );
  });

  it('has nothing where nothing was written', () => {
    expect(readPasswordBlocklist(writePasswordBlocklist([])).has('password')).toBe(false);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['the head only', writePasswordBlocklist([]).subarray(0, 4)],
    ['another file', Buffer.from('<html>not found</html>')],
  ])('is refused when it is %s', (_what, bytes) => {
    expect(() => readPasswordBlocklist(bytes)).toThrow('damaged');
  });

  it('can be read from the middle of a larger buffer', () => {
    const around = Buffer.concat([Buffer.alloc(3, 1), writePasswordBlocklist(['dragon'])]);
    expect(readPasswordBlocklist(around.subarray(3)).has('dragon')).toBe(true);
  });
});
