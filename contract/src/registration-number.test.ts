import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES } from './countries.ts';
import { ERROR_STATUS } from './errors.ts';
import { checkRegistrationNumber, normalizeRegistrationNumber, registrationRule } from './registration-number.ts';

const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PT RO SE SI SK'.split(' ');
const code = (country: string, typed: string) => checkRegistrationNumber(country, typed)?.code ?? null;

describe('registrationRule', () => {
  it.each([
    ['TW', 'tw-ubn', [8]],
    ['CN', 'cn-uscc', [18]],
    ['PL', 'pl-nip', [10]],
    ['RU', 'ru-inn', [10, 12]],
    ['DE', 'eu-vat', [9]],
    ['US', 'free', null],
    ['KZ', 'free', null],
    ['', 'free', null],
    ['constructor', 'free', null],
  ])('%s: %s', (country, kind, length) => {
    expect(registrationRule(country)).toMatchObject({ kind, length });
  });

  it('has all 27 of the union', () => {
    expect(COUNTRIES.filter((country) => registrationRule(country).kind === 'eu-vat')).toEqual(EU);
    expect(EU.length + 1).toBe(27);
  });

  it('gives examples that are right', () => {
    for (const country of COUNTRIES) {
      expect([country, code(country, registrationRule(country).example)]).toEqual([country, null]);
    }
  });
});

describe('right numbers', () => {
  it.each([
    ['TW', '22099131'],
    ['TW', '12345675'],
    ['TW', '12345676'],
    ['TW', '2209 9131'],
    ['TW', '２２０９９１３１'],
    ['CN', '91350100M000100Y43'],
    ['CN', '91110000600037341L'],
    ['CN', '91350100m000100y43'],
    ['PL', '1234563218'],
    ['PL', 'PL 123-456-32-18'],
    ['PL', 'pl1234563218'],
    ['RU', '7707083893'],
    ['RU', '500100732259'],
    ['RU', '77 0708 3893'],
    ['AT', 'ATU12345678'],
    ['DE', 'DE 123 456 789'],
    ['GR', 'EL123456789'],
    ['FR', 'FR12345678901'],
    ['FR', 'FR123456789'],
    ['IE', 'IE1234567WA'],
    ['IE', '8Z49289F'],
    ['NL', 'NL123456789B01'],
    ['BE', 'BE 0123.456.789'],
    ['GB', 'Company No. 01234567'],
    ['DE', '123456789'],
    ['US', '12-3456789'],
    ['KZ', '123456789012'],
    ['JP', '1234567890123'],
    ['CH', 'CHE-123.456.789 MWST'],
  ])('%s %s', (country, typed) => {
    expect(checkRegistrationNumber(country, typed)).toBeNull();
  });
});

describe('wrong numbers', () => {
  it.each([
    ['TW', '', 'FIELD-REQUIRED'],
    ['US', ' -. ', 'FIELD-REQUIRED'],
    ['PL', 'PL', 'FIELD-REQUIRED'],
    ['TW', '1234567', 'REGISTRATION-NUMBER-LENGTH'],
    ['RU', '77070838930', 'REGISTRATION-NUMBER-LENGTH'],
    ['DE', 'DE12345678', 'REGISTRATION-NUMBER-LENGTH'],
    ['TW', '2209913A', 'REGISTRATION-NUMBER-FORMAT'],
    ['TW', '22099132', 'REGISTRATION-NUMBER-CHECK'],
    ['CN', '91350100M000100Y44', 'REGISTRATION-NUMBER-CHECK'],
    ['CN', '9135O100M000100Y43', 'REGISTRATION-NUMBER-FORMAT'],
    ['CN', '91350100I000100Y43', 'REGISTRATION-NUMBER-FORMAT'],
    ['PL', '1234563219', 'REGISTRATION-NUMBER-CHECK'],
    ['PL', '1234567890', 'REGISTRATION-NUMBER-CHECK'],
    ['PL', 'DE12345678', 'REGISTRATION-NUMBER-FORMAT'],
    ['RU', '7707083894', 'REGISTRATION-NUMBER-CHECK'],
    ['RU', '500100732269', 'REGISTRATION-NUMBER-CHECK'],
    ['RU', '500100732258', 'REGISTRATION-NUMBER-CHECK'],
    ['AT', '123456789', 'REGISTRATION-NUMBER-FORMAT'],
    ['SE', '123456789002', 'REGISTRATION-NUMBER-FORMAT'],
    ['US', '/', 'REGISTRATION-NUMBER-FORMAT'],
    ['US', '<b>1</b>', 'REGISTRATION-NUMBER-FORMAT'],
    ['US', '1'.repeat(41), 'REGISTRATION-NUMBER-FORMAT'],
  ])('%s %j: %s', (country, typed, expected) => {
    expect(code(country, typed)).toBe(expected);
    expect(ERROR_STATUS).toHaveProperty(expected);
  });

  it('says how many characters there are and how many there should be', () => {
    expect(checkRegistrationNumber('TW', '1234-567')?.params).toEqual({ expected: 8, actual: 7 });
    expect(checkRegistrationNumber('RU', '12345678901')?.params).toEqual({ expected: '10 / 12', actual: 11 });
  });

  it('shows what a number looks like', () => {
    expect(checkRegistrationNumber('AT', '123456789')?.params).toEqual({ example: 'U12345678' });
    expect(checkRegistrationNumber('US', '?')?.params).toEqual({ example: 'AB 123456' });
  });
});

describe('check digits', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  const completed = (country: string, start: string, last = '0123456789') =>
    [...last].map((character) => start + character).filter((number) => code(country, number) === null);
  const uscc = '0123456789ABCDEFGHJKLMNPQRTUWXY';

  it('every start has the right number of ends', () => {
    fc.assert(fc.property(digits(7), (start) => [2, 4].includes(completed('TW', start).length)));
    fc.assert(fc.property(digits(9), (start) => completed('PL', start).length <= 1));
    fc.assert(fc.property(digits(9), (start) => completed('RU', start).length === 1));
    fc.assert(fc.property(digits(8), digits(9), (one, two) => completed('CN', one + two, uscc).length === 1));
    fc.assert(
      fc.property(digits(10), (start) => {
        const ends = [...'0123456789'].flatMap((digit) => completed('RU', start + digit));
        expect(ends).toHaveLength(1);
      }),
    );
  });

  function changed(number: string, place: number, by: number, alphabet: string): string {
    const other = alphabet[(alphabet.indexOf(number[place] ?? '') + by) % alphabet.length];
    return number.slice(0, place) + other + number.slice(place + 1);
  }

  it('one digit changed is noticed: NIP, always', () => {
    fc.assert(
      fc.property(digits(9), fc.nat(9), fc.integer({ min: 1, max: 9 }), (start, place, by) => {
        for (const number of completed('PL', start)) {
          expect(code('PL', changed(number, place, by, '0123456789'))).toBe('REGISTRATION-NUMBER-CHECK');
        }
      }),
    );
  });

  it('one character changed is noticed: 统一社会信用代码, always', () => {
    fc.assert(
      fc.property(digits(17), fc.integer({ min: 8, max: 17 }), fc.integer({ min: 1, max: 30 }), (start, place, by) => {
        const [number = ''] = completed('CN', start, uscc);
        expect(code('CN', changed(number, place, by, uscc))).toBe('REGISTRATION-NUMBER-CHECK');
      }),
    );
  });

  it('the check digit changed is noticed: ИНН, always', () => {
    fc.assert(
      fc.property(digits(9), fc.integer({ min: 1, max: 9 }), (start, by) => {
        const [number = ''] = completed('RU', start);
        expect(code('RU', changed(number, 9, by, '0123456789'))).toBe('REGISTRATION-NUMBER-CHECK');
      }),
    );
  });
});

describe('normalizeRegistrationNumber', () => {
  it('of a normalized number is itself, in every country', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.stringMatching(/^(?:DE|EL|FR|PL)*[A-Z0-9 .-]{0,12}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom('DE', 'GR', 'FR', 'PL', 'TW', 'US'), typed, (country, text) => {
        const once = normalizeRegistrationNumber(country, text);
        expect(normalizeRegistrationNumber(country, once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on spaces, dots, dashes, case and width', () => {
    expect(normalizeRegistrationNumber('PL', ' pl 123–456–32−18\u200b')).toBe('1234563218');
    expect(normalizeRegistrationNumber('CN', '９１350100m000100y43')).toBe('91350100M000100Y43');
    expect(normalizeRegistrationNumber('FR', 'FR 123456789')).toBe('FR123456789');
    expect(normalizeRegistrationNumber('FR', 'FR 12 345678901')).toBe('12345678901');
  });

  it('any text is checked, never a crash', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom('TW', 'CN', 'PL', 'RU', 'FR', 'US', '??'), units, (country, codes) => {
        void checkRegistrationNumber(country, String.fromCharCode(...codes));
      }),
    );
  });
});
