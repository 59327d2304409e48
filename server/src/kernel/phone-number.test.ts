import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.ts';
import { formatPhoneNumber, maskPhoneNumber, parsePhoneNumber } from './phone-number.ts';

function parsed(...args: Parameters<typeof parsePhoneNumber>): string | null {
  try {
    return parsePhoneNumber(...args);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'PHONE-INVALID', fields: [] });
    return null;
  }
}

describe('one number, one form', () => {
  it.each([
    '+8613800138000',
    '8613800138000',
    '13800138000',
    '013800138000',
    '+86 0138 0013 8000',
    '+86 138-0013-8000',
    '(+86) 138 0013 8000',
    '0086 13800138000',
    '+８６１３８００１３８０００',
    '１３８００１３８０００',
    '١٣٨٠٠١٣٨٠٠٠',
    'tel:+86-138-0013-8000',
    '\u202A+8613800138000\u202C',
    '+8613800138000\u202C',
    ' 138\u00A00013\u20098000 ',
  ])('%j', (typed) => {
    expect(parsed(typed, 'CN')).toBe('+8613800138000');
  });

  it.each([
    ['02-2345-6789', 'TW', '+886223456789'],
    ['0912 345 678', 'TW', '+886912345678'],
    ['22 123 45 67', 'PL', '+48221234567'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['+48 22 123 45 67', 'TW', '+48221234567'],
    ['+80012345678', undefined, '+80012345678'],
    ['0048 22 123 45 67', undefined, '+48221234567'],
  ])('%s in %s', (typed, country, expected) => {
    expect(parsed(typed, country)).toBe(expected);
  });
});

describe('refuses', () => {
  it.each([
    ['an extension', '+8613800138000;ext=1'],
    ['an extension of a link', 'tel:+8613800138000;ext=1'],
    ['an extension in words', '+86 13800138000 ext. 5'],
    ['an extension by letter', '13800138000 x5'],
    ['an extension by #', '13800138000#5'],
    ['premium rate', '+19005550123'],
    ['international premium rate', '+979123456789'],
    ['a satellite', '+8821612345678'],
    ['too short', '+86138'],
    ['more than 15 digits', '+861380013800012345'],
    ['two numbers', '+8613800138000,+8613900139000'],
    ['text around it', 'call 13800138000 now'],
    ['letters', '1-800-FLOWERS'],
    ['a line break', '13800138000\r\n13900139000'],
    ['an emergency number', '110'],
    ['nothing', ''],
    ['a plus', '+'],
    ['a lone surrogate', '\uD800'],
  ])('%s', (_what, typed) => {
    expect(parsed(typed, 'CN')).toBeNull();
  });

  it('a national number where the country is not known', () => {
    expect(parsed('13800138000')).toBeNull();
    expect(parsed('13800138000', 'XX')).toBeNull();
    expect(parsed('13800138000', '')).toBeNull();
    expect(parsed('+8613800138000', 'XX')).toBe('+8613800138000');
  });

  it('a landline only where SMS shall reach it', () => {
    expect(parsed('02-2345-6789', 'TW', { mobileOnly: true })).toBeNull();
    expect(parsed('0912345678', 'TW', { mobileOnly: true })).toBe('+886912345678');
    expect(parsed('+12025550123', 'US', { mobileOnly: true })).toBe('+12025550123');
  });
});

describe('for people to read', () => {
  it.each([
    ['+8613800132217', '+86 138 0013 2217', '+86 138 •••• 2217'],
    ['+886912345678', '+886 912 345 678', '+886 912 •••• 78'],
    ['+48512345678', '+48 512 345 678', '+48 512 •••• 78'],
    ['+79123456789', '+7 912 345 67 89', '+7 912 •••• 89'],
    ['+12025550123', '+1 202 555 0123', '+1 202 •••• 23'],
  ])('%s', (number, shown, masked) => {
    expect(formatPhoneNumber(number)).toBe(shown);
    expect(maskPhoneNumber(number)).toBe(masked);
    expect(maskPhoneNumber(shown)).toBe(masked);
  });

  it('four digits or more are hidden, of however short a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,15}$/), (typed) => {
        const number = parsed(typed);
        if (!number) return;
        const shownDigits = maskPhoneNumber(number).replace(/\D/g, '').length;
        expect(shownDigits).toBeLessThanOrEqual(number.length - 1 - 4);
      }),
      { numRuns: 1000 },
    );
    expect(maskPhoneNumber('not a number')).toBe('••••');
  });
});

describe('properties', () => {
  it('E.164 of E.164 is itself, whatever the country', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,15}$/), fc.constantFrom('TW', 'US', undefined), (typed, country) => {
        const number = parsed(typed, country);
        if (!number) return;
        expect(number).toMatch(/^\+\d{3,15}$/);
        expect(parsed(number, 'CN')).toBe(number);
      }),
      { numRuns: 1000 },
    );
  });

  it('any text is read or refused, never a crash', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
    fc.assert(fc.property(units, (codes) => void parsed(String.fromCharCode(...codes), 'CN')));
  });
});
