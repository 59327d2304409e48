import { z } from 'zod';
import { countryField, displayName, fieldCode, line } from './fields.ts';
import { localeSchema } from './locales.ts';

/** The fields of a company, in the order of the form. `*` marks what CREATE COMPANY needs. */
export const COMPANY_FIELDS = [
  'name', // *
  'country', // *
  'registrationNumber', // *
  'address',
  'phone',
  'timeZone',
  'locale',
] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];
export const REQUIRED_COMPANY_FIELDS = ['name', 'country', 'registrationNumber'] as const;

const shape = {
  name: displayName(120),
  country: countryField,
  registrationNumber: line(40, 1),
  address: line(300),
  phone: line(40),
  timeZone: line(64),
  locale: localeSchema,
};

/** Data that the seller prepared, or a draft of the customer: nothing is required yet. */
export const companyDraftSchema = z
  .strictObject({
    name: line(120).optional(),
    country: z.union([z.literal(''), countryField]).optional(),
    registrationNumber: line(40).optional(),
    address: shape.address.optional(),
    phone: shape.phone.optional(),
    timeZone: shape.timeZone.optional(),
    locale: localeSchema.optional(),
  })
  .meta({ id: 'CompanyDraft' });
export type CompanyDraft = z.infer<typeof companyDraftSchema>;

/** What CREATE COMPANY takes. `differentCompanyReason`: "no, ours is another company" with the same number (card D7j). */
export const companyInputSchema = z
  .strictObject({
    ...shape,
    address: shape.address.default(''),
    phone: shape.phone.default(''),
    timeZone: shape.timeZone.default(''),
    locale: localeSchema.optional(),
    differentCompanyReason: line(300, 10).optional(),
  })
  .refine((company) => company.name !== '', { message: fieldCode('FIELD-REQUIRED'), path: ['name'] })
  .meta({ id: 'CompanyInput' });
export type CompanyInput = z.infer<typeof companyInputSchema>;
