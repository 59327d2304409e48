import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.ts';
import { maskEmailAddress, parseEmailAddress } from './email-address.ts';

function canonical(typed: string): string | null {
  try {
    return parseEmailAddress(typed).canonical;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'EMAIL-INVALID', fields: [] });
    return null;
  }
}

describe('one mailbox has one canonical form', () => {
  it.each([
    ['wang@urs.example', 'wang@urs.example'],
    ['User@Firma.PL', 'user@firma.pl'],
    ['user@firma.pl.', 'user@firma.pl'],
    ['Jan.Kowalski+key@Firma.Example', 'jan.kowalski+key@firma.example'],
    ["o'brien_{x}|~!#$%&*/?=^`-@corp.test", "o'brien_{x}|~!#$%&*/?=^`-@corp.test"],
    ['café@corp.test', 'café@corp.test'],
    ['cafe\u0301@corp.test', 'café@corp.test'],
    ['ИВАН@ПРИМЕР.испытание', 'иван@xn--e1afmkfd.xn--80akhbyknj4f'],
    ['иван@xn--e1afmkfd.xn--80akhbyknj4f', 'иван@xn--e1afmkfd.xn--80akhbyknj4f'],
    ['王小明@公司.台灣', '王小明@xn--55qx5d.xn--kpry57d'],
    ['ΟΔΥΣΣΕΥΣ@corp.test', 'οδυσσευσ@corp.test'],
    ['H\u0331@corp.test', 'ẖ@corp.test'],
    ['a@faß.example', 'a@xn--fa-hia.example'],
    ['a@ex\u0430mple.test', 'a@xn--exmple-4nf.test'],
    ['a@a--b.3com.example', 'a@a--b.3com.example'],
  ])('%s', (typed, expected) => {
    expect(canonical(typed)).toBe(expected);
  });

  it('gives its parts, and what the owner wrote', () => {
    expect(parseEmailAddress('Wang+A@Büro.Example.')).toEqual({
      canonical: 'wang+a@xn--bro-hoa.example',
      shown: 'Wang+A@Büro.Example',
      localPart: 'wang+a',
      domain: 'xn--bro-hoa.example',
    });
  });

  it.each([
    ['plus tags', 'ann+a@corp.test', 'ann@corp.test'],
    ['a shorter address inside a longer one', 'alice@x.test', 'ice@x.test'],
    ['dotless i and i', 'admın@corp.test', 'admin@corp.test'],
    ['ß and ss', 'straße@corp.test', 'strasse@corp.test'],
    ['accents', 'é@corp.test', 'e@corp.test'],
    ['Cyrillic а and Latin a', '\u0430nn@corp.test', 'ann@corp.test'],
  ])('keeps apart: %s', (_what, one, other) => {
    expect(canonical(one)).not.toBeNull();
    expect(canonical(one)).not.toBe(canonical(other));
  });
});

describe('refuses what mail programs read differently', () => {
  it.each([
    'v@corp.test,a@evil.test',
    'v@corp.test;a@evil.test',
    'v@corp.test<a@evil.test>',
    '<a@evil.test>v@corp.test',
    'v@corp.test\r\nBcc: a@evil.test',
    'v@corp.test%0aBcc:a@evil.test',
    'v%0D%0ABcc@corp.test',
    'v%00@corp.test',
    'group:a@evil.test,v@corp.test;',
    'a@evil.test@corp.test',
    'a@evil.test\0@corp.test',
    '=?utf-8?q?test=40attacker.test=3e?=@corp.test',
    'a=?b@corp.test',
    '"v"@corp.test',
    '"v w"@corp.test',
    'v(comment)@corp.test',
    'v@corp.test(comment)',
    'v\\w@corp.test',
    'V Corp <v@corp.test>',
    'mailto:v@corp.test',
    'v@corp.test\n',
    ' v@corp.test',
    'v@corp.test ',
    'v\tw@corp.test',
    'v\u0085w@corp.test',
    'v\u2028w@corp.test',
  ])('%j', (typed) => {
    expect(canonical(typed)).toBeNull();
  });
});

describe('refuses what folds into another address', () => {
  it.each([
    ['dotted capital I', 'ADM\u0130@corp.test'],
    ['Kelvin sign', '\u212Aate@corp.test'],
    ['Kelvin sign in the domain', 'a@\u212Aelvin.test'],
    ['long s', '\u017Fam@corp.test'],
    ['ligature fi', '\uFB01n@corp.test'],
    ['full-width @', 'a\uFF20x.test'],
    ['full-width letter', 'a@\uFF58.test'],
    ['ideographic full stop', 'a@x\u3002test'],
    ['half-width ideographic full stop', 'a@x\uFF61test'],
    ['Greek question mark', 'a\u037Eb@x.test'],
    ['circled digit', '\u2460@x.test'],
    ['zero-width space', 'a\u200Bb@corp.test'],
    ['zero-width joiner', 'a\u200Db@corp.test'],
    ['zero-width no-break space', '\uFEFFa@corp.test'],
    ['soft hyphen', 'a\u00ADb@corp.test'],
    ['soft hyphen in the domain', 'a@co\u00ADrp.test'],
    ['right-to-left override', 'a\u202Eb@corp.test'],
    ['Hangul filler', 'a\u3164b@corp.test'],
    ['combining grapheme joiner', 'a\u034Fb@corp.test'],
    ['variation selector', 'a\uFE0Fb@corp.test'],
    ['mark without a letter', '\u0301a@corp.test'],
    ['mark after a dot', 'a.\u0301@corp.test'],
    ['emoji', '😀@corp.test'],
    ['lone surrogate', 'a\uD800@corp.test'],
    ['lone surrogate in the domain', 'a@x\uDC00.test'],
  ])('%s', (_what, typed) => {
    expect(canonical(typed)).toBeNull();
  });
});

describe('refuses what is no address', () => {
  it.each([
    '',
    '@',
    'a',
    'a@',
    '@corp.test',
    '.a@corp.test',
    'a.@corp.test',
    'a..b@corp.test',
    'a@localhost',
    'a@test.',
    'a@.test',
    'a@corp..test',
    'a@corp.test..',
    'a@-corp.test',
    'a@corp-.test',
    'a@co_rp.test',
    'a@corp.test/x',
    'a@corp.test:25',
    'a@corp.%74est',
    'a@127.0.0.1',
    'a@127.1',
    'a@x.1',
    'a@1.0x7f',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@xn--abc.test',
    'a@xn--.test',
    `a@${'x'.repeat(64)}.test`,
  ])('%j', (typed) => {
    expect(canonical(typed)).toBeNull();
  });
});

describe('lengths', () => {
  const domain = (length: number) =>
    `${'x.'
      .repeat(length)
      .slice(0, length - 4)
      .replace(/\.$/, 'x')}.com`;

  it('takes 64 octets before the @ and no more', () => {
    expect(canonical(`${'a'.repeat(64)}@corp.test`)).not.toBeNull();
    expect(canonical(`${'a'.repeat(65)}@corp.test`)).toBeNull();
    expect(canonical(`${'ж'.repeat(32)}@corp.test`)).not.toBeNull();
    expect(canonical(`${'ж'.repeat(33)}@corp.test`)).toBeNull();
  });

  it('takes 254 octets and no more', () => {
    const local = 'a'.repeat(64);
    expect(`${local}@${domain(189)}`).toHaveLength(254);
    expect(canonical(`${local}@${domain(189)}`)).not.toBeNull();
    expect(canonical(`${local}@${domain(190)}`)).toBeNull();
  });
});

describe('properties', () => {
  const piece = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });
  const address = fc.tuple(piece, fc.constantFrom('@corp.test', '@b\u00FCro.example', '@x'), piece);

  it('the canonical form of a canonical form is itself, and so is the address shown', () => {
    let accepted = 0;
    const words = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', 'Z', 'İ', 'ı', 'ß', 'ẞ', 'Σ', 'ς', 'ſ', '\u212A', '\u0345', '\u0331', 'H', 'Ⱥ', 'я'),
        fc.integer({ min: 0xa0, max: 0x2fff }).map((point) => String.fromCodePoint(point)),
      ),
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(words, words, (local, label) => {
        const first = canonical(`${local}@${label}.example`);
        if (!first) return;
        accepted += 1;
        expect(canonical(first)).toBe(first);
        expect(canonical(parseEmailAddress(`${local}@${label}.example`).shown)).toBe(first);
        expect(first.toLowerCase().normalize('NFKC')).toBe(first);
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('case never makes a second address of ASCII text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9+_-]{1,20}$/), (local) => {
        expect(canonical(`${local.toUpperCase()}@CORP.TEST`)).toBe(canonical(`${local.toLowerCase()}@corp.test`));
      }),
    );
  });

  it('any text, surrogates included, is read or refused, never a crash', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 });
    const anything = units.map((codes) => String.fromCharCode(...codes));
    fc.assert(fc.property(anything, (text) => void canonical(text)));
    fc.assert(fc.property(anything, (text) => void canonical(`${text}@${text}.test`)));
    fc.assert(fc.property(anything, (text) => maskEmailAddress(text).includes('••••')));
  });

  it('what is accepted has one @ and nothing that ends or begins another address', () => {
    fc.assert(
      fc.property(address, ([local, domain, tail]) => {
        const text = canonical(`${local}${domain}${tail}`) ?? canonical(`${local}${domain}`);
        if (text) expect(text).toMatch(/^[^\s@,;:<>()"\\[\]\p{C}]+@[a-z0-9.-]+$/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('maskEmailAddress', () => {
  it.each([
    ['wang@urs.example', 'w••••@urs.example'],
    ['w@urs.example', 'w••••@urs.example'],
    ['𠮷田@urs.example', '𠮷••••@urs.example'],
    ['no address', '••••'],
  ])('%s', (shown, masked) => {
    expect(maskEmailAddress(shown)).toBe(masked);
  });
});
