import { passwordCore } from '@gatehouse/contract/password-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPassword, contextWordsOf } from './password-policy.ts';

const list: ReadonlySet<string> = new Set([
  'dragon',
  'password',
  'iloveyou',
  'trustno1',
  'abc',
  'монастырь',
  'p@ssw0rd',
]);
const contextWords = contextWordsOf({
  email: 'anna.kowalska+key@firma.example',
  name: 'Anna Kowalska',
  organizationName: 'URS Trading Co.',
  productName: 'Portal Klienta',
});
const code = (password: string, minLength = 8) =>
  checkPassword(password, { minLength, contextWords }, list)?.code ?? null;

describe('checkPassword', () => {
  it.each([
    ['correct horse battery staple'],
    ['春眠不覺曉處處聞啼鳥夜來風雨聲花落知多少'],
    ['all lower case letters'],
    ['83920175640918276'],
    ['abc 93 71 05 28 64'],
    [' spaces  at the ends '],
    ['the quick brown 🦊, sixty times seven, past a dozen lazy dogs and then some more of them'],
  ])('lets pass: %s', (password) => {
    expect(code(password, 15)).toBeNull();
  });

  it.each([
    ['', 'PASSWORD-TOO-SHORT'],
    ['vK8#qLr', 'PASSWORD-TOO-SHORT'],
    ['anna', 'PASSWORD-TOO-SHORT'],
    ['urs trading 2031', 'PASSWORD-CONTEXT'],
    ['anna.kowalska', 'PASSWORD-CONTEXT'],
    ['Kowalska-2031!', 'PASSWORD-CONTEXT'],
    ['firma-2031-x', 'PASSWORD-CONTEXT'],
    ['Portal Klienta 1', 'PASSWORD-CONTEXT'],
    ['GATEHOUSE-7', 'PASSWORD-CONTEXT'],
    ['passwordpassword1', 'PASSWORD-REPEATED'],
    ['abcabcabcabcabc', 'PASSWORD-REPEATED'],
    ['qwertyuiop123456', 'PASSWORD-REPEATED'],
    ['11111111', 'PASSWORD-REPEATED'],
    ['password', 'PASSWORD-COMMON'],
    ['ILoveYou', 'PASSWORD-COMMON'],
    ['TrustNo1', 'PASSWORD-COMMON'],
    ['Dragon2024!', 'PASSWORD-COMMON'],
    ['!!2024dragon', 'PASSWORD-COMMON'],
    ['P@ssw0rd!#1975', 'PASSWORD-COMMON'],
    ['Монастырь-1975', 'PASSWORD-COMMON'],
  ])('%j: %s', (password, expected) => {
    expect(code(password)).toBe(expected);
  });

  it('says what is missing', () => {
    const policy = { minLength: 15, contextWords };
    expect(checkPassword('short', policy, list)).toEqual({ code: 'PASSWORD-TOO-SHORT', params: { min: 15 } });
    expect(checkPassword('x'.repeat(257), policy, list)).toEqual({ code: 'PASSWORD-TOO-LONG', params: { max: 256 } });
    expect(checkPassword('my-gatehouse-31', policy, list)).toEqual({
      code: 'PASSWORD-CONTEXT',
      params: { word: 'gatehouse' },
    });
  });

  it('counts to the border: 14 and 15, 256 and 257', () => {
    const distinct = (length: number) =>
      Array.from({ length }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('');
    expect(code(distinct(14), 15)).toBe('PASSWORD-TOO-SHORT');
    expect(code(distinct(15), 15)).toBeNull();
    expect(code(distinct(256), 15)).toBeNull();
    expect(code(distinct(257), 15)).toBe('PASSWORD-TOO-LONG');
  });

  it('answers a megabyte at once', () => {
    const startedAt = performance.now();
    expect(code('ab'.repeat(500_000))).toBe('PASSWORD-TOO-LONG');
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('answers the same however the keyboard writes an accent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(code(text.normalize('NFD'))).toBe(code(text.normalize('NFC')));
      }),
    );
  });

  it('lets nothing of the list pass, in any case, between any numbers', () => {
    const words = fc.constantFrom(...[...list].filter((word) => passwordCore(word) === word));
    const around = fc.stringMatching(/^[0-9!#-]{0,10}$/);
    fc.assert(
      fc.property(around, words, fc.boolean(), around, (before, word, upper, after) => {
        expect(code(before + (upper ? word.toUpperCase() : word) + after)).not.toBeNull();
      }),
    );
  });

  it('never crashes, whatever is typed', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 });
    fc.assert(fc.property(units, (codes) => void code(String.fromCharCode(...codes))));
  });
});

describe('contextWordsOf', () => {
  it('knows the address and its parts, the names and their words, the product', () => {
    expect(new Set(contextWords)).toEqual(
      new Set([
        'anna.kowalska+key',
        'anna kowalska',
        'kowalska',
        'anna',
        'key',
        'firma',
        'urs trading co.',
        'trading',
        'urs',
        'portal klienta',
        'portal',
        'klienta',
        'gatehouse',
      ]),
    );
  });

  it('leaves out what is shorter than three characters, and endings that many share', () => {
    expect(contextWordsOf({ email: 'li@ab.com.tw' })).toEqual(['gatehouse']);
    expect(contextWordsOf({ email: 'x@mail.urs.example' })).toEqual(['gatehouse', 'urs']);
  });

  it('has the product even where nothing is known', () => {
    expect(contextWordsOf({})).toEqual(['gatehouse']);
    expect(contextWordsOf({ email: 'no address', name: '  ' })).toEqual(['no address', 'gatehouse', 'address']);
  });

  it('gives words the rules can find: lower case, longest first, each once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (email, name) => {
        const words = contextWordsOf({ email, name });
        expect(new Set(words).size).toBe(words.length);
        expect(words.map((word) => word.length)).toEqual(
          words.map((word) => word.length).sort((one, other) => other - one),
        );
      }),
    );
  });
});
