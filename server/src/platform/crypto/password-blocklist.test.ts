import { readFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from '../../../../tools/build-common-passwords.ts';
import { checkPassword, passwordCore } from '../../features/accounts/domain/password-policy.ts';
import { readPasswordBlocklist, writePasswordBlocklist } from './password-blocklist.ts';

const shipped = readFileSync(new URL('../../../data/common-passwords.bin', import.meta.url));

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
    ['the head only', shipped.subarray(0, 4)],
    ['another file', Buffer.from('<html>not found</html>')],
  ])('is refused when it is %s', (_what, bytes) => {
    expect(() => readPasswordBlocklist(bytes)).toThrow('damaged');
  });

  it('can be read from the middle of a larger buffer', () => {
    const around = Buffer.concat([Buffer.alloc(3, 1), writePasswordBlocklist(['dragon'])]);
    expect(readPasswordBlocklist(around.subarray(3)).has('dragon')).toBe(true);
  });
});

describe('the list that is shipped', () => {
  const list = readPasswordBlocklist(shipped);

  it('is the one that the tool makes, and small', () => {
    expect(shipped.equals(writePasswordBlocklist(commonPasswords()))).toBe(true);
    expect(shipped.length).toBeLessThan(150_000);
  });

  it('lets no password of the dictionary pass, nor with the year after it', () => {
    const passes = (password: string) => checkPassword(password, { minLength: 8, contextWords: [] }, list) === null;
    const known = dictionary['passwords-common'];
    expect(known.length).toBeGreaterThan(40_000);
    expect(known.filter(passes)).toEqual([]);
    const words = known.filter((password) => passwordCore(password));
    expect(words.length).toBeGreaterThan(30_000);
    expect(words.map((word) => `${word}#2031`).filter(passes)).toEqual([]);
  });

  it('refuses hardly anything else: a million strangers, ten at most', () => {
    let hits = 0;
    for (let index = 0; index < 1_000_000; index += 1) if (list.has(`stranger ${index}`)) hits += 1;
    expect(hits).toBeLessThanOrEqual(10);
  }, 60_000);
});
