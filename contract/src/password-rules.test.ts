import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findContextWord, isRepeated, passwordCore, passwordLength, passwordRules } from './password-rules.ts';

const GOOD = [
  'correct horse battery staple',
  '春眠不覺曉處處聞啼鳥夜來風雨聲花落知多少',
  'Zażółć gęślą jaźń',
  'съешь ещё этих мягких булок',
  '🦊🐙🌵🎻🧭🪁🧀🥁🛶🧲🪴🦉🎈🍄🪐',
  'vK8#qLr2$wZt9xM',
  '83920175640918276',
  'my dog eats fresh figs',
];

describe('isRepeated', () => {
  it.each(GOOD)('lets pass: %s', (password) => {
    expect(isRepeated(password)).toBe(false);
  });

  it.each([
    'passwordpassword1',
    '1passwordpassword',
    'abcabcabcabcabc',
    'PasswordpassworD',
    'xk7#Qmxk7#Qmxk7#Q',
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    'aaaabbbbccccdddd',
    '111122223333444',
    'abcdefghijklmnop',
    'zyxwvutsrqponmlk',
    '123456789012345',
    '098765432109876',
    'qwertyuiopasdfgh',
    'qwerty123456789',
    'QWERTYuiop[]asdf',
    '1qaz2wsx3edc4rfv',
    '1q2w3e4r5t6y7u8i',
    'abc123def456ghi789',
    'йцукенгшщзхъфыва',
    'абвгдеёжзийклмно',
    '密码密码密码密码密码',
    '',
    'ab',
  ])('refuses: %s', (password) => {
    expect(isRepeated(password)).toBe(true);
  });

  it('does not depend on how the keyboard writes an accent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        expect(isRepeated(text.normalize('NFD'))).toBe(isRepeated(text.normalize('NFC')));
      }),
    );
  });

  it('refuses any part that is written twice or more', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(part, fc.integer({ min: 2, max: 8 }), fc.stringMatching(/^[0-9!]{0,3}$/), (text, times, tail) => {
        expect(isRepeated(text.repeat(times) + tail)).toBe(true);
      }),
    );
  });

  it('never refuses what a password manager makes', () => {
    const character = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_!');
    const made = fc.array(character, { minLength: 20, maxLength: 40, size: 'max' }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.noBias(made), (password) => !isRepeated(password)),
      { numRuns: 2000 },
    );
  });

  it('works through the longest password at once', () => {
    const long = Array.from({ length: 256 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('');
    const startedAt = performance.now();
    expect(isRepeated(long)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('findContextWord', () => {
  const words = ['gatehouse', 'urs trading', 'trading', 'wang', 'urs'];

  it.each([
    ['gatehouse', 'gatehouse'],
    ['GateHouse2024!', 'gatehouse'],
    ['gatehousegatehouse', 'gatehouse'],
    ['wang-trading-urs-1', 'trading'],
    ['gatehouse12345678', 'gatehouse'],
    ['wangaaaaaaaaaaaaaa', 'wang'],
  ])('%s has %s', (password, word) => {
    expect(findContextWord(password, words)).toBe(word);
  });

  it.each([
    ['without any of the words', 'correct horse battery staple'],
    ['with a word among enough others', 'wang eats seven green figs'],
    ['too short, which another rule says', 'x7'],
  ])('lets pass: %s', (_what, password) => {
    expect(findContextWord(password, words)).toBeNull();
  });

  it('never refuses on no words', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (password) => findContextWord(password, []) === null));
  });
});

describe('passwordCore', () => {
  it.each([
    ['Dragon2024!', 'dragon'],
    ['123dragon', 'dragon'],
    ['p4ssw0rd1', 'p4ssw0rd'],
    ['abc123', null],
    ['12345678', null],
    ['', null],
  ])('%s: %s', (password, core) => {
    expect(passwordCore(password)).toBe(core);
  });
});

describe('passwordRules', () => {
  it('meets nothing while the field is empty', () => {
    expect(passwordRules('', 15, [])).toEqual({
      length: false,
      notContext: false,
      notRepeated: false,
      mixed: false,
    });
  });

  it('says each rule apart', () => {
    expect(passwordRules('vK8#qLr2', 15, ['gatehouse'])).toEqual({
      length: false,
      notContext: true,
      notRepeated: true,
      mixed: true,
    });
    expect(passwordRules('gatehouse 2031!', 15, ['gatehouse'])).toEqual({
      length: true,
      notContext: false,
      notRepeated: true,
      mixed: true,
    });
    expect(passwordRules('abcabcabcabcabc', 15, [])).toEqual({
      length: true,
      notContext: true,
      notRepeated: false,
      mixed: false,
    });
  });

  it.each([
    ['vK8#qLr2$wZt9x', false],
    ['vK8#qLr2$wZt9xM', true],
    ['🦊🐙🌵🎻🧭🪁🧀🥁🛶🧲🪴🦉🎈🍄', false],
    ['🦊🐙🌵🎻🧭🪁🧀🥁🛶🧲🪴🦉🎈🍄🪐', true],
  ])('counts code points: %s', (password, length) => {
    expect(passwordRules(password, 15, []).length).toBe(length);
  });

  it('counts an accent once, composed or not', () => {
    expect(passwordLength('cafe\u0301')).toBe(4);
    expect(passwordLength('caf\u00e9')).toBe(4);
  });
});
