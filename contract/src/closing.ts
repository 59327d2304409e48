import { z } from 'zod';
import { idField, line, timestampField, wholeNumber } from './fields.ts';
import { listOf } from './lists.ts';
import { companySchema } from './organizations.ts';
import { roleSchema } from './roles.ts';
import { route } from './route.ts';
import { MOST_MEMBERS, seatsSchema } from './seats.ts';

/** Days between the wish that an organization is deleted and its deletion. */
export const ORGANIZATION_DELETION_DAYS = 7;
/** Days for which the short name of a deleted organization is not given to another: old links must not lead to strangers. */
export const SHORT_NAME_DAYS = 365;

export const STANDINGS = ['active', 'suspended', 'deleting'] as const;
export type StandingState = (typeof STANDINGS)[number];

export const standingSchema = z
  .object({
    /** `deleting`: suspended, and deleted at `dueAt` unless somebody keeps it. */
    state: z.enum(STANDINGS),
    since: timestampField.nullable(),
    dueAt: timestampField.nullable(),
    /** Why, as whoever did it said; null while nothing stands in the way. */
    reason: z.string().nullable(),
    /** Who did it; null: whoever runs this installation. */
    by: z.string().nullable(),
    /** It was suspended before its deletion was asked for, and stays so if it is kept. */
    staysSuspended: z.boolean(),
  })
  .meta({ id: 'Standing' });
export type Standing = z.infer<typeof standingSchema>;

export const closingEffectsSchema = z
  .object({
    /** Members who can come in now, and how many of them have another organization to work in. */
    people: z.number().int(),
    elsewhere: z.number().int(),
    /** Of them signed in now. */
    signedIn: z.number().int(),
    /** Invitations that can still be accepted. */
    invitations: z.number().int(),
    /** Requests that wait for a decision of this organization. */
    waiting: z.number().int(),
    /** Companies that came in by its invitations: they stay. */
    companies: z.number().int(),
    imports: z.number().int(),
    views: z.number().int(),
    pictures: z.number().int(),
    webhooks: z.number().int(),
  })
  .meta({ id: 'ClosingEffects' });
export type ClosingEffects = z.infer<typeof closingEffectsSchema>;

export const companyDetailSchema = companySchema
  .extend({
    slug: z.string(),
    standing: standingSchema,
    effects: closingEffectsSchema,
    seats: seatsSchema,
    /** By whoever asks: only the organization by whose invitation it was created, and there who administers it. */
    mayClose: z.boolean(),
    /** Its deletion was asked for by the organization of whoever asks. */
    mayKeep: z.boolean(),
  })
  .meta({ id: 'CompanyDetail' });
export type CompanyDetail = z.infer<typeof companyDetailSchema>;

export const closedOrganizationSchema = z
  .object({
    organization: z.object({ id: idField, slug: z.string(), name: z.string() }),
    roles: z.array(roleSchema),
    /** `reason` and `by` are for those who administer it. */
    standing: standingSchema,
    /** Whom to ask. */
    contact: z.object({ name: z.string(), address: z.string().nullable() }),
    /** By whoever asks: an owner, as long as it is not the installation that closed it. */
    mayKeep: z.boolean(),
  })
  .meta({ id: 'ClosedOrganization' });
export type ClosedOrganization = z.infer<typeof closedOrganizationSchema>;

const reason = line(200, 3);
const because = z.strictObject({ reason });
/** Typed to show that it is meant: the short name, as it stands in addresses. */
const deletion = z.strictObject({ shortName: line(60, 1), reason });

const company = z.object({ org: idField, id: idField });
const errors = ['ORG-STATE'] as const;

export const closingRoutes = {
  company: route({
    method: 'GET',
    path: '/organizations/{org}/companies/{id}',
    access: 'companies.read',
    summary: 'One company, how it stands, and whom it would concern if it were suspended',
    params: company,
    status: 200,
    response: companyDetailSchema,
  }),
  suspendCompany: route({
    method: 'POST',
    path: '/organizations/{org}/companies/{id}/suspend',
    access: 'companies.close',
    proof: 'fresh',
    summary: 'Keep everybody of a company out until it is resumed',
    params: company,
    body: because,
    status: 200,
    response: companyDetailSchema,
    errors,
  }),
  resumeCompany: route({
    method: 'POST',
    path: '/organizations/{org}/companies/{id}/resume',
    access: 'companies.close',
    proof: 'fresh',
    summary: 'Let everybody of a suspended company in again',
    params: company,
    body: because,
    status: 200,
    response: companyDetailSchema,
    errors,
  }),
  deleteCompany: route({
    method: 'POST',
    path: '/organizations/{org}/companies/{id}/deletion',
    access: 'companies.close',
    proof: 'fresh',
    summary: 'Suspend a company, and delete it after some days',
    params: company,
    body: deletion,
    status: 200,
    response: companyDetailSchema,
    errors: ['ORG-STATE', 'ORG-FIRST', 'ORG-DECIDES'],
  }),
  keepCompany: route({
    method: 'DELETE',
    path: '/organizations/{org}/companies/{id}/deletion',
    access: 'companies.close',
    proof: 'fresh',
    summary: 'Keep a company that was to be deleted; it stays suspended',
    params: company,
    status: 200,
    response: companyDetailSchema,
    errors,
  }),
  limitCompany: route({
    method: 'POST',
    path: '/organizations/{org}/companies/{id}/limit',
    access: 'companies.close',
    proof: 'fresh',
    summary: 'Say how many members a company may have; null: as many as come. Nobody loses their place by it',
    params: company,
    body: z.strictObject({ limit: wholeNumber(1, MOST_MEMBERS).nullable(), reason }),
    status: 200,
    response: companyDetailSchema,
    errors,
  }),
  effects: route({
    method: 'GET',
    path: '/organizations/{org}/closing',
    access: 'organization.close',
    summary: 'What closing this organization would do',
    params: z.object({ org: idField }),
    status: 200,
    response: z.object({
      effects: closingEffectsSchema,
      days: z.number().int(),
      /** Other organizations depend on it: it cannot be closed. */
      isFirst: z.boolean(),
    }),
  }),
  close: route({
    method: 'POST',
    path: '/organizations/{org}/closing',
    access: 'organization.close',
    proof: 'fresh',
    summary: 'Close this organization: suspended at once, deleted after some days',
    params: z.object({ org: idField }),
    body: deletion,
    status: 200,
    response: z.object({ dueAt: timestampField }),
    errors: ['ORG-STATE', 'ORG-FIRST', 'ORG-DECIDES'],
  }),
  closed: route({
    method: 'GET',
    path: '/session/closed-organizations',
    access: 'signed-in',
    summary: 'My organizations that are suspended or about to be deleted',
    status: 200,
    response: listOf(closedOrganizationSchema),
  }),
  keep: route({
    method: 'POST',
    path: '/session/closed-organizations/{id}/keep',
    access: 'signed-in',
    proof: 'fresh',
    summary: 'Keep an organization of mine that was to be deleted',
    params: z.object({ id: idField }),
    status: 204,
    errors,
  }),
} as const;
