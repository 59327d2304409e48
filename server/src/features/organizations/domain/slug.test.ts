import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf } from './slug.ts';

describe('slugOf', () => {
  it.each([
    ['URS Trading Co., Ltd.', undefined, 'urs-trading-co-ltd'],
    ['Żółta Łódź Sp. z o.o.', undefined, 'zolta-lodz-sp-z-o-o'],
    ['Straße & Söhne', undefined, 'strasse-sohne'],
    ["O'Brien’s", undefined, 'obriens'],
    ['ＦＵＬＬ', undefined, 'full'],
    ['--a--b--', undefined, 'a-b'],
    ['台灣ABC', undefined, 'abc'],
    ['Æther Œuvre Þing', undefined, 'aether-oeuvre-thing'],
    ['URS', '7k2m', 'urs'],
    ['遠東貿易有限公司', '7k2m', 'company-7k2m'],
    ['ООО Ромашка', '7K2M', 'company-7k2m'],
    ['遠東貿易有限公司', undefined, 'company'],
    ['360', '7k2m', 'company-7k2m'],
    ['X', '7k2m', 'company-7k2m'],
    ['', undefined, 'company'],
  ])('%j with %j: %s', (name, suffix, slug) => {
    expect(slugOf(name, suffix)).toBe(slug);
  });

  it('cuts a long name, and leaves no dash at the cut', () => {
    expect(slugOf('a'.repeat(60))).toBe('a'.repeat(40));
    expect(slugOf(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39));
  });

  it('is an address, whatever the name and the suffix', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.stringMatching(/^[a-zA-Z -]{0,60}$/));
    fc.assert(
      fc.property(text, text, (name, suffix) => {
        for (const slug of [slugOf(name), slugOf(name, suffix)]) {
          expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
          expect(slug.length).toBeGreaterThanOrEqual(2);
          expect(slug.length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('of a slug is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(slugOf(slugOf(name))).toBe(slugOf(name));
      }),
    );
  });
});
