import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldToGsm, measureSms, splitSms } from './segments.ts';

describe('what a text costs (S81)', () => {
  it.each([
    ['nothing', '', 'GSM-7', 0, 1],
    ['160 septets', 'a'.repeat(160), 'GSM-7', 160, 1],
    ['161 septets', 'a'.repeat(161), 'GSM-7', 161, 2],
    ['two full parts', 'a'.repeat(306), 'GSM-7', 306, 2],
    ['one more', 'a'.repeat(307), 'GSM-7', 307, 3],
    ['80 escaped characters', '€'.repeat(80), 'GSM-7', 160, 1],
    ['81 escaped characters', '€'.repeat(81), 'GSM-7', 162, 2],
    ['every escaped character', '^{}\\[~]|€\f', 'GSM-7', 20, 1],
    ['the alphabet beyond ASCII', '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà', 'GSM-7', 42, 1],
    ['70 of sixteen bits', '证'.repeat(70), 'UCS-2', 70, 1],
    ['71 of sixteen bits', '证'.repeat(71), 'UCS-2', 71, 2],
    ['two full parts of sixteen bits', '证'.repeat(134), 'UCS-2', 134, 2],
    ['one more of sixteen bits', '证'.repeat(135), 'UCS-2', 135, 3],
    ['35 pairs', '😀'.repeat(35), 'UCS-2', 70, 1],
    ['36 pairs', '😀'.repeat(36), 'UCS-2', 72, 2],
    ['one letter of Polish', `${'a'.repeat(70)}ż`, 'UCS-2', 71, 2],
    ['a back-quote is not GSM', '`', 'UCS-2', 1, 1],
    ['an escape is not a character', '\u001b', 'UCS-2', 1, 1],
  ])('%s', (_name, text, encoding, length, parts) => {
    expect(measureSms(text)).toEqual({ encoding, length, parts });
  });
});

describe('parts', () => {
  it('no escape and no pair is cut in two', () => {
    const escaped = splitSms(`${'a'.repeat(152)}€${'b'.repeat(20)}`);
    expect(escaped.map(({ octets }) => octets.byteLength)).toEqual([152, 22]);
    expect([...(escaped[1]?.octets.subarray(0, 2) ?? [])]).toEqual([0x1b, 0x65]);
    const pairs = splitSms(`${'证'.repeat(66)}😀${'证'.repeat(10)}`);
    expect(pairs.map(({ octets }) => octets.byteLength)).toEqual([132, 24]);
  });

  it('together are the whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const parts = splitSms(`证${text}`);
        const together = Buffer.concat(parts.map(({ octets }) => octets))
          .swap16()
          .toString('utf16le');
        expect(together).toBe(`证${text}`);
        expect(parts.every(({ octets }) => octets.byteLength <= (parts.length === 1 ? 140 : 134))).toBe(true);
      }),
    );
  });
});

describe('folding', () => {
  it.each([
    ['Zażółć gęślą jaźń, Łódź', 'Zazolc gesla jazn, Lodz'],
    ['“Straße” – naïve…', '"Straße" - naive...'],
    ['Łódź 华北', 'Łódź 华北'],
    ['Москва', 'Москва'],
  ])('%s', (text, expected) => {
    expect(foldToGsm(text)).toBe(expected);
  });
});
