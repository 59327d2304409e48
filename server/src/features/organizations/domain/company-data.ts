import type { CompanyInput } from '@gatehouse/contract/company';
import { isCountry, isTimeZone } from '@gatehouse/contract/countries';
import type { ErrorCode, ErrorParams, FieldProblem } from '@gatehouse/contract/errors';
import type { Locale } from '@gatehouse/contract/locales';
import { checkRegistrationNumber, normalizeRegistrationNumber } from '@gatehouse/contract/registration-number';
import { isAppError } from '../../../kernel/app-error.ts';
import { parsePhoneNumber } from '../../../kernel/phone-number.ts';

/** A company's data, checked. What was left empty is null. */
export type CheckedCompany = {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Normalized: one spelling per number. */
  readonly registrationNumber: string;
  /** `PL:1234563218`: two companies with the same key are one company, until somebody says why not (card D7j). */
  readonly registrationKey: string;
  readonly address: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** IANA. */
  readonly timeZone: string | null;
  readonly locale: Locale | null;
  readonly differentCompanyReason: string | null;
};

/** The phone in E.164, null if empty, undefined if wrong. */
function readPhone(typed: string, country: string): string | null | undefined {
  if (typed === '') return null;
  try {
    return parsePhoneNumber(typed, country);
  } catch (error) {
    if (isAppError(error, 'PHONE-INVALID')) return undefined;
    throw error;
  }
}

/** All that is wrong with a company's data, at once and in the order of the form; or the data as it is stored. */
export function checkCompany(input: CompanyInput): { company: CheckedCompany } | { problems: FieldProblem[] } {
  const { name, country, address, timeZone, locale = null, differentCompanyReason = null } = input;
  const problems: FieldProblem[] = [];
  const report = (path: string, code: ErrorCode, params: ErrorParams = {}) => problems.push({ path, code, params });

  if (name === '') report('name', 'FIELD-REQUIRED');
  if (country === '') report('country', 'FIELD-REQUIRED');
  else if (!isCountry(country)) report('country', 'COUNTRY-INVALID');
  const numberProblem = checkRegistrationNumber(country, input.registrationNumber);
  if (numberProblem) report('registrationNumber', numberProblem.code, numberProblem.params);
  const phone = readPhone(input.phone, country);
  if (phone === undefined) report('phone', 'PHONE-INVALID');
  if (timeZone !== '' && !isTimeZone(timeZone)) report('timeZone', 'TIME-ZONE-INVALID');
  if (problems.length > 0 || phone === undefined) return { problems };

  const registrationNumber = normalizeRegistrationNumber(country, input.registrationNumber);
  return {
    company: {
      name,
      country,
      registrationNumber,
      registrationKey: `${country}:${registrationNumber}`,
      address: address || null,
      phone,
      timeZone: timeZone || null,
      locale,
      differentCompanyReason,
    },
  };
}

/** Legal forms as they stand after folding: without case, marks and punctuation, one space between words. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    'ltd limited inc incorporated corp corporation co company llc llp lp plc pte pty gmbh mbh ag kg ug ohg ev se sa sas ' +
    'sarl srl spa sl bv nv oy oyj ab as asa aps sro doo kft zrt ооо оао зао пао ао ип тоо'
  ).split(' '),
);
const LEGAL_PHRASES = [
  'spolka z ograniczona odpowiedzialnoscia',
  'spolka akcyjna',
  'spolka jawna',
  'spolka komandytowa',
  'sp z o o',
  'sp zoo',
  'sp j',
  'sp k',
  's a',
  's r o',
  'общество с ограниченнои ответственностью',
  'акционерное общество',
  'индивидуальныи предприниматель',
];
const LEGAL_ENDINGS = /(?:股份有限公司|有限責任公司|有限责任公司|有限公司|株式会社|集團|集团|公司)+$/u;

/** Without case, marks, punctuation; `ł` has no mark to take off. */
function fold(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replaceAll('ł', 'l').normalize('NFC');
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** What a company's name says beside its legal form; the whole of it where it says nothing else. */
function coreOf(name: string): string {
  const whole = fold(name);
  const spaced = LEGAL_PHRASES.reduce((text, phrase) => text.replaceAll(` ${phrase} `, '  '), ` ${whole} `);
  const words = spaced.split(' ').filter((word) => word !== '' && !LEGAL_FORMS.has(word));
  return words.join('').replace(LEGAL_ENDINGS, '') || whole;
}

/** True where two names differ in case, accents, punctuation, spaces and legal form only: reason to ask, never to refuse. */
export function similarName(one: string, other: string): boolean {
  return coreOf(one) === coreOf(other);
}
