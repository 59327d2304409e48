import { type CompanyDraft, companyDraftSchema } from '@gatehouse/contract/company';
import { type CreateInvitation, createInvitationSchema, type InvitationKind } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import { checkRegistrationNumber, registrationRule } from '@gatehouse/contract/registration-number';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import { check, type FieldProblems } from '../../lib/field-problems.ts';

/** The form as it is typed: text everywhere, so that nothing is lost or corrected behind a person's back. */
export type InvitationForm = {
  kind: InvitationKind;
  email: string;
  phone: string;
  name: string;
  locale: '' | Locale;
  role: Role;
  note: string;
  days: string;
  company: Record<keyof CompanyDraft, string>;
};

export const EMPTY_FORM: InvitationForm = {
  kind: 'company',
  email: '',
  phone: '',
  name: '',
  locale: '',
  role: 'member',
  note: '',
  days: '',
  company: { name: '', country: '', registrationNumber: '', address: '', phone: '', timeZone: '', locale: '' },
};

/** The highest role that each role may give: what the form offers; the server decides. */
const GIVES: Record<Role, Role | null> = {
  owner: 'owner',
  administrator: 'administrator',
  inviter: 'member',
  support: null,
  member: null,
};

export function grantableRoles(own: readonly Role[]): Role[] {
  const ranks = own.flatMap((role) => GIVES[role] ?? []).map((role) => ROLES.indexOf(role));
  return ROLES.slice(Math.min(...ranks, ROLES.length));
}

/** The e-mail addresses of a text, each once, whatever stands between them; names beside them are left out. */
export function addressesIn(text: string): string[] {
  const words = text.split(/[\s,;，；、<>()"]+/);
  return [...new Set(words.filter((word) => /^[^@]+@[^@]+$/.test(word)))];
}

function filled<T extends Record<string, string>>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== '')) as Partial<T>;
}

/** What is sent: only what was filled in, and only what belongs to the kind. */
export function toRequest(form: InvitationForm): CreateInvitation {
  const { name, note, locale } = filled({ name: form.name, note: form.note, locale: form.locale });
  const company = filled(form.company) as CompanyDraft;
  return {
    kind: form.kind,
    to: filled({ email: form.email, phone: form.phone }),
    ...(name ? { name } : {}),
    ...(note ? { note } : {}),
    ...(locale ? { locale: locale as Locale } : {}),
    ...(form.days.trim() ? { expiresInDays: Number(form.days) } : {}),
    ...(form.kind === 'member' ? { roles: [form.role] } : {}),
    ...(form.kind === 'company' && Object.keys(company).length > 0 ? { company } : {}),
  };
}

function checkNumber({ country, registrationNumber }: InvitationForm['company']): FieldProblems {
  if (!country || !registrationNumber.trim()) return {};
  const problem = checkRegistrationNumber(country, registrationNumber);
  if (!problem) return {};
  const params = { example: registrationRule(country).example, ...problem.params };
  return { 'company.registrationNumber': { code: problem.code, params } };
}

function checkDays(days: string): FieldProblems {
  const number = Number(days);
  if (days.trim() === '' || (Number.isInteger(number) && number >= 1 && number <= 30)) return {};
  return { expiresInDays: { code: 'FIELD-OUT-OF-RANGE', params: { min: 1, max: 30 } } };
}

/** Everything that is known to be wrong before anything is sent. */
export function checkForm(form: InvitationForm): FieldProblems {
  return {
    ...check(createInvitationSchema.omit({ company: true }), withoutCompany(toRequest(form))),
    ...checkDays(form.days),
    ...(form.kind === 'company' ? checkCompany(form.company) : {}),
  };
}

function withoutCompany({ company: _, ...request }: CreateInvitation): Omit<CreateInvitation, 'company'> {
  return request;
}

function checkCompany(company: InvitationForm['company']): FieldProblems {
  const problems = check(companyDraftSchema, filled(company));
  const prefixed = Object.entries(problems).map(([path, problem]) => [`company.${path}`, problem]);
  return { ...Object.fromEntries(prefixed), ...checkNumber(company) };
}
