import { COUNTRIES, isCountry } from '@gatehouse/contract/countries';
import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import { displayName, line, noteField } from '@gatehouse/contract/fields';
import type { ImportField } from '@gatehouse/contract/imports';
import type { CreateInvitation } from '@gatehouse/contract/invitations';
import { userNameField } from '@gatehouse/contract/user-names';
import { isAppError } from '../../kernel/app-error.ts';
import { parseEmailAddress } from '../../kernel/email-address.ts';
import { parseMobileNumber, parsePhoneNumber } from '../../kernel/phone-number.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import { readCountry, readLanguage, readRole } from './domain/import-columns.ts';

export type Cells = Readonly<Partial<Record<ImportField, string>>>;
export type RowProblem = { readonly field: ImportField | null; readonly code: ErrorCode; readonly params: ErrorParams };
/** What a row asks for, or why it cannot be. */
export type ReadRow =
  /** `canonical`: the e-mail address where there is one, else the number. `phone`: E.164, where text messages go. */
  | { readonly canonical: string; readonly phone: string | null; readonly invitation: RowInvitation }
  | { readonly problem: RowProblem };
export type RowInvitation = Pick<CreateInvitation, 'name' | 'locale' | 'roles' | 'note' | 'company'> & {
  readonly to: CreateInvitation['to'];
  readonly username?: string;
};

// Made once: making one takes longer than reading a row.
const NAME = displayName();
const COMPANY = line(120);
const REGISTRATION_NUMBER = line(40);

class Refused extends Error {
  readonly problem: RowProblem;
  constructor(problem: RowProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/**
 * Reads one row; everything that is wrong with it is told by the first field that is. A number without `+` is of the row's
 * country, else of `home`.
 */
export function readRow(given: Cells, home: string | null): ReadRow {
  const cells = Object.fromEntries(Object.entries(given).map(([field, text]) => [field, text.trim()])) as Cells;
  try {
    const country = readCountryOf(cells.country);
    const { email } = cells;
    const address = email ? at('email', () => parseEmailAddress(email)) : null;
    const { mobile, landline } = readPhone(cells, country ?? home ?? undefined);
    const canonical = address?.canonical ?? mobile;
    if (!canonical) throw refused('email', 'IMPORT-ADDRESS-MISSING');
    const name = at('name', () => (cells.name ? parseInput(NAME, cells.name) : undefined));
    const username = at('username', () => (cells.username ? parseInput(userNameField, cells.username) : undefined));
    const note = at('note', () => (cells.note ? parseInput(noteField, cells.note) : undefined));
    const locale = word('locale', cells.locale, readLanguage);
    const role = word('role', cells.role, readRole);
    const companyName = at('companyName', () =>
      cells.companyName ? parseInput(COMPANY, cells.companyName) : undefined,
    );
    const number = cells.registrationNumber;
    const registrationNumber = at('registrationNumber', () =>
      number ? parseInput(REGISTRATION_NUMBER, number) : undefined,
    );
    const company = without({ name: companyName, country, registrationNumber, phone: landline });
    const roles = role ? [role] : undefined;
    const more = without({
      name,
      username,
      note,
      locale,
      roles,
      company: Object.keys(company).length > 0 ? company : undefined,
    });
    const to = without({ email: email || undefined, phone: mobile });
    return { canonical, phone: mobile ?? null, invitation: { to, ...more } };
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

function readCountryOf(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const code = readCountry(text, COUNTRIES);
  if (!isCountry(code)) throw refused('country', 'COUNTRY-INVALID');
  return code;
}

type Numbers = { readonly mobile?: string; readonly landline?: string };

/**
 * Excel writes long numbers as 1.38E+10 and drops `+` and leading zeros: what is lost cannot be guessed. A number that
 * takes no text messages is, beside an e-mail address, the company's.
 */
function readPhone({ phone: text, email }: Cells, country: string | undefined): Numbers {
  if (!text) return {};
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/i.test(text)) throw refused('phone', 'IMPORT-PHONE-EXCEL', { value: text });
  try {
    return { mobile: parseMobileNumber(text, [country]) };
  } catch (error) {
    if (isAppError(error, 'PHONE-LANDLINE') && email) return { landline: parsePhoneNumber(text, country) };
    const lostPlus = country === undefined && !/^(\+|00|tel:)/.test(text) && isAppError(error, 'PHONE-INVALID');
    throw refused('phone', lostPlus ? 'IMPORT-PHONE-PLUS' : isAppError(error) ? error.code : 'PHONE-INVALID');
  }
}
