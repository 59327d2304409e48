import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, equalBytes } from './secret-box.ts';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const box = createSecretBox([OLD]);

describe('secrets that must be read again', () => {
  it('any text comes back, and no two boxes of it are alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        const sealed = box.seal(plain, context);
        expect(box.open(sealed, context)).toBe(plain);
        expect(box.seal(plain, context).equals(sealed)).toBe(false);
      }),
    );
  });

  it('do not show their text', () => {
    expect(box.seal('the link', 'messages:1').toString('latin1')).not.toContain('the link');
  });

  it('do not open in another row', () => {
    expect(() => box.open(box.seal('link', 'messages:1'), 'messages:2')).toThrow();
  });

  it('do not open with any bit changed', () => {
    const sealed = box.seal('link', 'row');
    for (let place = 0; place < sealed.length; place++) {
      const altered = Buffer.from(sealed);
      altered[place] = (altered[place] ?? 0) ^ 1;
      expect(() => box.open(altered, 'row'), `byte ${place}`).toThrow();
    }
  });

  it.each([0, 1, 5, 17, 32])('do not open when cut to %i bytes', (length) => {
    expect(() => box.open(box.seal('link', 'row').subarray(0, length), 'row')).toThrow();
  });
});

describe('rotation', () => {
  const rotated = createSecretBox([NEW, OLD]);

  it('a new key in front still opens what the old one closed, and closes with the new one', () => {
    expect(rotated.open(box.seal('link', 'row'), 'row')).toBe('link');
    expect(createSecretBox([NEW]).open(rotated.seal('link', 'row'), 'row')).toBe('link');
  });

  it('a key that was taken out opens nothing any more', () => {
    expect(() => createSecretBox([NEW]).open(box.seal('link', 'row'), 'row')).toThrow(/GATEHOUSE_SECRET/);
  });

  it('keyed hashes are found under every key, the newest first', () => {
    expect(rotated.keyedHashes('482193', 'code')).toEqual([
      createSecretBox([NEW]).keyedHash('482193', 'code'),
      box.keyedHash('482193', 'code'),
    ]);
    expect(rotated.keyedHash('482193', 'code')).toEqual(rotated.keyedHashes('482193', 'code')[0]);
  });

  it('needs a key', () => {
    expect(() => createSecretBox([])).toThrow();
  });
});

describe('keyed hashes', () => {
  it('differ by value, by context, and by where one ends and the other begins', () => {
    const hashes = [
      box.keyedHash('482193', 'sign-in:flw_1'),
      box.keyedHash('482194', 'sign-in:flw_1'),
      box.keyedHash('482193', 'sign-in:flw_2'),
      box.keyedHash('1482193', 'sign-in:flw_'),
    ];
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(4);
  });

  it('are compared whole', () => {
    expect(equalBytes(Buffer.from('ab'), Buffer.from('ab'))).toBe(true);
    expect(equalBytes(Buffer.from('ab'), Buffer.from('ac'))).toBe(false);
    expect(equalBytes(Buffer.from('ab'), Buffer.from('abc'))).toBe(false);
  });
});
