/** Whose rule a company's registration or tax number follows; `free` where no rule is known. Label and hint hang on it. */
export type RegistrationKind = 'tw-ubn' | 'cn-uscc' | 'pl-nip' | 'ru-inn' | 'eu-vat' | 'free';

export type RegistrationRule = {
  readonly kind: RegistrationKind;
  /** The lengths a normalized number may have; null where the country leaves it open. */
  readonly length: readonly number[] | null;
  /** Made up, in the right shape: for a hint. */
  readonly example: string;
};

/** What is wrong with a number; the codes are of `errors.ts`, named here so that a page's script needs no more than this. */
export type RegistrationProblem = {
  readonly code:
    | 'FIELD-REQUIRED'
    | 'REGISTRATION-NUMBER-LENGTH'
    | 'REGISTRATION-NUMBER-CHECK'
    | 'REGISTRATION-NUMBER-FORMAT';
  /** LENGTH: `expected`, as it is read out (`10 / 12`), and `actual`; FORMAT: `example`. */
  readonly params: Readonly<Record<string, string | number>>;
};

type Rule = RegistrationRule & {
  readonly pattern: RegExp;
  /** Written before the number by some, and no part of it. */
  readonly prefix?: string;
  readonly checks?: (number: string) => boolean;
};

function weighted(number: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0);
}

/** Ministry of Finance, since April 2023: divisible by 5. A 7 in the seventh place counts 10, read as 1 or as 0. */
function checksUbn(number: string): boolean {
  const products = [1, 2, 1, 2, 1, 2, 4, 1].map((weight, index) => weight * Number(number[index]));
  const sum = products.reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0);
  return sum % 5 === 0 || (number[6] === '7' && (sum + 1) % 5 === 0);
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: powers of 3, modulo 31; the last character makes the sum divisible. */
function checksUscc(number: string): boolean {
  let sum = 0;
  let weight = 1;
  for (const character of number.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return (sum + USCC_ALPHABET.indexOf(number.slice(17))) % 31 === 0;
}

/** A remainder of 10 is given to nobody, and is no digit. */
function checksNip(number: string): boolean {
  return weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(number[9]);
}

const INN_WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** Federal Tax Service: one check digit for organizations (10 digits), two for persons in business (12). */
function checksInn(number: string): boolean {
  const places = number.length === 10 ? [9] : [10, 11];
  return places.every((place) => (weighted(number, INN_WEIGHTS.slice(11 - place)) % 11) % 10 === Number(number[place]));
}

const NATIONAL: Readonly<Record<string, Rule>> = {
  TW: { kind: 'tw-ubn', length: [8], example: '12345681', pattern: /^\d+$/, checks: checksUbn },
  CN: {
    kind: 'cn-uscc',
    length: [18],
    example: '91110000123456789Q',
    pattern: /^[\dA-HJ-NPQRTUWXY]{2}\d{6}[\dA-HJ-NPQRTUWXY]{10}$/,
    checks: checksUscc,
  },
  PL: { kind: 'pl-nip', length: [10], example: '1234567819', pattern: /^\d+$/, prefix: 'PL', checks: checksNip },
  RU: { kind: 'ru-inn', length: [10, 12], example: '1234567894', pattern: /^\d+$/, checks: checksInn },
};

/** Shape (European Commission, VIES), lengths, example. Poland has its own rule above. */
const EU_VAT: Readonly<Record<string, readonly [RegExp, readonly number[], string]>> = {
  AT: [/^U\d{8}$/, [9], 'U12345678'],
  BE: [/^[01]\d{9}$/, [10], '0123456789'],
  BG: [/^\d+$/, [9, 10], '123456789'],
  CY: [/^\d{8}[A-Z]$/, [9], '12345678X'],
  CZ: [/^\d+$/, [8, 9, 10], '12345678'],
  DE: [/^\d+$/, [9], '123456789'],
  DK: [/^\d+$/, [8], '12345678'],
  EE: [/^\d+$/, [9], '123456789'],
  ES: [/^(?:[A-Z]\d{7}[\dA-Z]|\d{8}[A-Z])$/, [9], 'B12345678'],
  FI: [/^\d+$/, [8], '12345678'],
  FR: [/^[\dA-HJ-NP-Z]{2}\d{9}$/, [11], '12345678901'],
  GR: [/^\d+$/, [9], '123456789'],
  HR: [/^\d+$/, [11], '12345678901'],
  HU: [/^\d+$/, [8], '12345678'],
  IE: [/^(?:\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, [8, 9], '1234567T'],
  IT: [/^\d+$/, [11], '12345678901'],
  LT: [/^\d+$/, [9, 12], '123456789'],
  LU: [/^\d+$/, [8], '12345678'],
  LV: [/^\d+$/, [11], '12345678901'],
  MT: [/^\d+$/, [8], '12345678'],
  NL: [/^\d{9}B\d{2}$/, [12], '123456789B01'],
  PT: [/^\d+$/, [9], '123456789'],
  RO: [/^\d+$/, [2, 3, 4, 5, 6, 7, 8, 9, 10], '12345678'],
  SE: [/^\d{10}01$/, [12], '123456789001'],
  SI: [/^\d+$/, [8], '12345678'],
  SK: [/^\d+$/, [10], '1234567890'],
};

/** Any letters and digits, with what stands between them in a register's entry. */
const FREE: Rule = {
  kind: 'free',
  length: null,
  example: 'AB 123456',
  pattern: /^(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N}/+*&():]{1,40}$/u,
};

const RULES: ReadonlyMap<string, Rule> = new Map([
  ...Object.entries(EU_VAT).map(([country, [pattern, length, example]]): [string, Rule] => {
    const prefix = country === 'GR' ? 'EL' : country;
    return [country, { kind: 'eu-vat', length, example, pattern, prefix }];
  }),
  ...Object.entries(NATIONAL),
]);

function ruleOf(country: string): Rule {
  return RULES.get(country) ?? FREE;
}

function fits(rule: Rule, number: string): boolean {
  return rule.pattern.test(number) && (rule.length?.includes(number.length) ?? true);
}

/** The rule of a country (ISO 3166-1 alpha-2, upper case). */
export function registrationRule(country: string): RegistrationRule {
  const { kind, length, example } = ruleOf(country);
  return { kind, length, example };
}

/**
 * The one spelling that is stored and compared: NFKC, upper case, without spaces, dots and dashes, and without the
 * country's prefix (`DE`, for Greece `EL`) unless the letters are part of the number, as in France they can be.
 */
export function normalizeRegistrationNumber(country: string, typed: string): string {
  const rule = ruleOf(country);
  let number = typed
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[\s.\p{Pd}\p{Cf}\u2212]/gu, '');
  while (rule.prefix && number.startsWith(rule.prefix) && !fits(rule, number))
    number = number.slice(rule.prefix.length);
  return number;
}

/** What is wrong with a number as typed, or null. Shape and check digits only: whether the company exists, no rule knows. */
export function checkRegistrationNumber(country: string, typed: string): RegistrationProblem | null {
  const rule = ruleOf(country);
  const number = normalizeRegistrationNumber(country, typed);
  const actual = [...number].length;
  if (actual === 0) return { code: 'FIELD-REQUIRED', params: {} };
  if (rule.length && !rule.length.includes(actual)) {
    const expected = rule.length.length === 1 ? Number(rule.length[0]) : rule.length.join(' / ');
    return { code: 'REGISTRATION-NUMBER-LENGTH', params: { expected, actual } };
  }
  if (!fits(rule, number)) return { code: 'REGISTRATION-NUMBER-FORMAT', params: { example: rule.example } };
  return rule.checks && !rule.checks(number) ? { code: 'REGISTRATION-NUMBER-CHECK', params: {} } : null;
}
