import { COUNTRIES, isCountry } from '@gatehouse/contract/countries';
import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import { displayName, line, noteField } from '@gatehouse/contract/fields';
import type { ImportField } from '@gatehouse/contract/imports';
import type { CreateInvitation } from '@gatehouse/contract/invitations';
import { isAppError } from '../../kernel/app-error.ts';
import { parsePhoneNumber } from '../../kernel/phone-number.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import { parseEmailAddress } from '../accounts/index.ts';
import { readCountry, readLanguage, readRole } from './domain/import-columns.ts';

export type Cells = Readonly<Partial<Record<ImportField, string>>>;
export type RowProblem = { readonly field: ImportField | null; readonly code: ErrorCode; readonly params: ErrorParams };
/** What a row asks for, or why it cannot be. */
export type ReadRow =
  | { readonly canonical: string; readonly invitation: RowInvitation }
  | { readonly problem: RowProblem };
export type RowInvitation = Pick<CreateInvitation, 'name' | 'locale' | 'roles' | 'note' | 'company'> & {
  readonly to: { readonly email: string };
};

class Refused extends Error {
  readonly problem: RowProblem;
  constructor(problem: RowProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Reads one row; everything that is wrong with it is told by the first field that is. */
export function readRow(given: Cells): ReadRow {
  const cells = Object.fromEntries(Object.entries(given).map(([field, text]) => [field, text.trim()])) as Cells;
  try {
    const country = readCountryOf(cells.country);
    const phone = readPhone(cells.phone, country);
    const { canonical } = readEmail(cells);
    const name = at('name', () => (cells.name ? parseInput(displayName(), cells.name) : undefined));
    const note = at('note', () => (cells.note ? parseInput(noteField, cells.note) : undefined));
    const locale = word('locale', cells.locale, readLanguage);
    const role = word('role', cells.role, readRole);
    const companyName = at('companyName', () =>
      cells.companyName ? parseInput(line(120), cells.companyName) : undefined,
    );
    const number = cells.registrationNumber;
    const registrationNumber = at('registrationNumber', () => (number ? parseInput(line(40), number) : undefined));
    const company = without({ name: companyName, country, registrationNumber, phone });
    const roles = role ? [role] : undefined;
    const more = without({ name, note, locale, roles, company: Object.keys(company).length > 0 ? company : undefined });
    return { canonical, invitation: { to: { email: cells.email ?? '' }, ...more } };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

function without<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(filled) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function at<T>(field: ImportField, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const [first] = error.fields;
    throw refused(field, first?.code ?? error.code, first?.params ?? error.params);
  }
}

function refused(field: ImportField | null, code: ErrorCode, params: ErrorParams = {}): Refused {
  return new Refused({ field, code, params });
}

function word<T>(field: ImportField, text: string | undefined, read: (text: string) => T | null): T | undefined {
  if (!text) return undefined;
  const value = read(text);
  if (value === null) throw refused(field, 'FIELD-INVALID');
  return value;
}

function readEmail({ email, phone }: Cells) {
  if (email) return at('email', () => parseEmailAddress(email));
  throw refused('email', phone ? 'IMPORT-PHONE-ONLY' : 'IMPORT-ADDRESS-MISSING');
}

function readCountryOf(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const code = readCountry(text, COUNTRIES);
  if (!isCountry(code)) throw refused('country', 'COUNTRY-INVALID');
  return code;
}

/** Excel writes long numbers as 1.38E+10 and drops `+` and leading zeros: what is lost cannot be guessed. */
function readPhone(text: string | undefined, country: string | undefined): string | undefined {
  if (!text) return undefined;
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/i.test(text)) throw refused('phone', 'IMPORT-PHONE-EXCEL', { value: text });
  try {
    return parsePhoneNumber(text, country);
  } catch {
    const lostPlus = country === undefined && !/^(\+|00|tel:)/.test(text);
    throw refused('phone', lostPlus ? 'IMPORT-PHONE-PLUS' : 'PHONE-INVALID');
  }
}
