import { readFileSync } from 'node:fs';
import { passwordCore } from '@gatehouse/contract/password-rules';
import { dictionary } from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from '../../../../tools/build-common-passwords.ts';
import { readPasswordBlocklist, writePasswordBlocklist } from '../../platform/crypto/password-blocklist.ts';
import { checkPassword } from './domain/password-policy.ts';

const shipped = readFileSync(new URL('../../../data/common-passwords.bin', import.meta.url));

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
