import type { CompanyField } from './company.ts';
import { checkRegistrationNumber, type RegistrationProblem } from './registration-number.ts';

/** One reason why CREATE COMPANY has to wait; `FIELD-REQUIRED` means that the field is empty. */
export type CompanyProblem = { readonly field: CompanyField } & RegistrationProblem;

/**
 * What is still missing or wrong in a company as typed, in the order of the form (ux.md, card D7). Page and script use
 * it alike; no zod, so that it weighs little in a browser. The server's own checks come on top of it.
 */
export function checkCompany(company: Readonly<Partial<Record<CompanyField, string>>>): CompanyProblem[] {
  const { name = '', country = '', registrationNumber = '' } = company;
  const problems: CompanyProblem[] = [];
  if (name.trim() === '') problems.push({ field: 'name', code: 'FIELD-REQUIRED', params: {} });
  if (country === '') problems.push({ field: 'country', code: 'FIELD-REQUIRED', params: {} });
  const number = checkRegistrationNumber(country, registrationNumber);
  if (number) problems.push({ field: 'registrationNumber', ...number });
  return problems;
}
