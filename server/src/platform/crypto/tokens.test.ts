import { describe, expect, it } from 'vitest';
import { hashToken, newOneTimeCode, newToken, newTypedCode, normalizeTypedCode } from './tokens.ts';

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('tokens [S29]', () => {
  it('are 32 bytes without a structure in common', () => {
    const tokens = many(1000, newToken);
    expect(new Set(tokens).size).toBe(1000);
    const bytes = tokens.map((token) => Buffer.from(token, 'base64url'));
    expect(bytes.every(({ length }) => length === 32)).toBe(true);
    for (let place = 0; place < 32; place++) expect(new Set(bytes.map((all) => all[place])).size).toBeGreaterThan(200);
  });

  it('are stored as a hash that one character changes', () => {
    const token = newToken();
    expect(hashToken(token)).toHaveLength(32);
    expect(hashToken(token).equals(hashToken(token))).toBe(true);
    expect(hashToken(`${token.slice(1)}A`).equals(hashToken(token))).toBe(false);
  });
});

describe('six digits [S13]', () => {
  it('keep their leading zeros, and follow no order', () => {
    const codes = many(5000, newOneTimeCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    // 5000 draws of a million repeat about a dozen times; a hundred would be a bad generator.
    expect(new Set(codes).size).toBeGreaterThan(4900);
    const rising = codes.filter((code, place) => place > 0 && code > (codes[place - 1] ?? '')).length;
    expect(rising).toBeGreaterThan(2250);
    expect(rising).toBeLessThan(2750);
  });
});

describe('a code to be read out and typed', () => {
  it('has no characters that are mistaken for one another', () => {
    for (const code of many(500, newTypedCode))
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}$/);
  });

  it.each(['7kq2-mxab-cd', ' 7KQ2 MXAB CD ', '７ＫＱ２－ＭＸＡＢ－ＣＤ', '7KQ2–MXAB—CD'])(
    '%s is the same code',
    (typed) => {
      expect(normalizeTypedCode(typed)).toBe('7KQ2MXABCD');
    },
  );
});
