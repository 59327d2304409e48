import { z } from 'zod';
import { isTimeZone } from './countries.ts';
import {
  countryField,
  displayName,
  emailField,
  fieldCode,
  idField,
  line,
  linkField,
  noteField,
  passwordField,
  timestampField,
  wholeNumber,
} from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';
import { sessionSchema } from './sessions.ts';

export const setupSchema = z
  .strictObject({
    token: z.string().min(1).max(200),
    organization: z.strictObject({
      name: displayName(120),
      locale: localeSchema.optional(),
      country: countryField.optional(),
      /** IANA; messages about this organization give their times in it. */
      timeZone: line(64)
        .refine(isTimeZone, { message: fieldCode('TIME-ZONE-INVALID') })
        .optional(),
    }),
    owner: z.strictObject({ name: displayName(), email: emailField, password: passwordField }),
  })
  .meta({ id: 'Setup' });
export type Setup = z.infer<typeof setupSchema>;

export const setupRoutes = {
  setup: route({
    method: 'POST',
    path: '/setup',
    access: 'public',
    summary: 'Set up this installation, once: its first organization and owner',
    body: setupSchema,
    status: 201,
    response: sessionSchema,
    errors: ['SETUP-DONE', 'SETUP-TOKEN-WRONG', 'PASSWORD-TOO-SHORT', 'PASSWORD-COMMON', 'PASSWORD-CONTEXT'],
  }),
} as const;

export const companySchema = z
  .object({
    id: idField,
    name: z.string(),
    country: z.string().nullable(),
    registrationNumber: z.string().nullable(),
    members: z.number().int(),
    createdAt: timestampField,
    createdBy: z.string().nullable(),
    invitationId: idField.nullable(),
    /** Set where the creator said "it is a different company" though the number exists. */
    flaggedDuplicate: z.string().nullable(),
    /** `deleting`: suspended, and deleted soon. */
    state: z.enum(['active', 'suspended', 'deleting']),
  })
  .meta({ id: 'Company' });

export const joinRequestSchema = z
  .object({
    id: idField,
    name: z.string(),
    /** The e-mail address, else the number of whoever asks. */
    email: z.string(),
    state: z.enum(['requested', 'approved', 'rejected', 'withdrawn']),
    requestedAt: timestampField,
    /** What the person says to whoever decides. */
    note: z.string(),
    decidedAt: timestampField.nullable(),
    decidedBy: z.string().nullable(),
    /** Why it was turned down, where that was said. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'JoinRequest' });

export const policiesSchema = z
  .strictObject({
    /** How an invited mailbox is proven: by a typed code (invitations get forwarded) or by the mailed link itself. */
    mailboxProof: z.enum(['code', 'link']),
    invitationDays: wholeNumber(1, 30),
    /** Never below 15 where a password is the only factor, nor below 8 beside a required one (NIST SP 800-63B-4 s. 3.1.1.2). */
    passwordMinLength: wholeNumber(8, 64),
    /** A letter, a digit and another sign. A deviation from NIST SP 800-63B-4 s. 3.1.1.2, which wants no such rule. */
    passwordMixed: z.boolean(),
    /** A password is replaced after so many days; 0: never. A deviation from NIST SP 800-63B-4 s. 3.1.1.2. */
    passwordDays: wholeNumber(0, 730),
    /** May administrators send a temporary password instead of a link. The link is safer. */
    temporaryPassword: z.boolean(),
    /** Whoever was added and signs in for the first time is offered to set a password, or must. */
    firstPassword: z.enum(['asked', 'required']),
    /** May an expired invitation be renewed by the invited person alone. */
    selfServiceRenewal: z.boolean(),
    /** May a signed-in person prove the invited address and keep it beside their own. */
    addAddress: z.boolean(),
    /** Is somebody who did not open an invitation reminded of it. */
    reminders: z.boolean(),
    /** Does a company that an invited customer creates wait until somebody of the inviting organization approves it. */
    companyApproval: z.boolean(),
    /** A second step at sign-in. `asked`: offered, and may be put off. */
    secondFactor: z.enum(['off', 'asked', 'required', 'required-for-administrators']),
    /** For how long a browser can be trusted with it; 0: never. */
    trustedDeviceDays: wholeNumber(0, 90),
    /** A passkey as second step must check its owner (PIN, finger, face); on its own it always must. */
    verifyPasskeys: z.boolean(),
    /** Does the organization's own door show password and text message as two tabs. */
    signInTabs: z.boolean(),
    /** Do codes by text message count as a second step: the weaker one (NIST SP 800-63B-4 s. 3.1.3.3). */
    smsFactor: z.boolean(),
    /** How long somebody who has lost every second step waits after asking for a new start, whatever was decided. */
    recoveryHours: wholeNumber(1, 168),
    /** How many wrong tries in a row lock the way by password; never more, for strangers must not see whose address it is. */
    lockTries: wholeNumber(3, 5),
    /** Who is written to about alerts: the owners, the administrators as well, or nobody. */
    alertMails: z.enum(['owners', 'administrators', 'nobody']),
    /** Minutes for which a mailed or texted code is good (NIST SP 800-63B-4 s. 3.1.3.2: 10 at most). */
    codeMinutes: wholeNumber(3, 10),
    /** May members sign in with a password. Without: codes by e-mail and passkeys. */
    passwordSignIn: z.boolean(),
    /** May members sign in with a code by text message. */
    smsSignIn: z.boolean(),
    /** A session ends after so many minutes without use; of several organizations the fewest count. */
    sessionIdleMinutes: wholeNumber(15, 10_080),
    /** A session ends after so many hours, however much it is used (NIST SP 800-63B-4 s. 2.1.3: 30 days at most). */
    sessionHours: wholeNumber(1, 720),
  })
  .meta({ id: 'Policies' });
export type Policies = z.infer<typeof policiesSchema>;

export const welcomeLinkSchema = z
  .strictObject({ title: line(60, 1), description: line(120), url: linkField })
  .meta({ id: 'WelcomeLink' });
export type WelcomeLink = z.infer<typeof welcomeLinkSchema>;

export const legalSchema = z
  .strictObject({
    termsUrl: z.union([z.literal(''), linkField]),
    privacyUrl: z.union([z.literal(''), linkField]),
    /** Changing it asks everyone again. */
    version: line(40, 1),
  })
  .meta({ id: 'Legal' });
export type Legal = z.infer<typeof legalSchema>;

export const settingsSchema = z
  .object({
    name: z.string(),
    slug: z.string(),
    /** Of numbers that are written without `+`; empty: none, and each needs one. Fixed where a registration number is of it. */
    country: z.string(),
    countryFixed: z.boolean(),
    policies: policiesSchema,
    welcomeLinks: z.array(welcomeLinkSchema),
    legal: legalSchema,
  })
  .meta({ id: 'OrganizationSettings' });
export type OrganizationSettings = z.infer<typeof settingsSchema>;

export const updateSettingsSchema = z
  .strictObject({
    name: displayName(120).optional(),
    country: z.union([z.literal(''), countryField]).optional(),
    policies: policiesSchema.partial().optional(),
    welcomeLinks: z.array(welcomeLinkSchema).max(6).optional(),
    legal: legalSchema.optional(),
    /** Why; kept in the audit log. */
    reason: line(200).optional(),
  })
  .meta({ id: 'UpdateOrganizationSettings' });
export type UpdateSettings = z.infer<typeof updateSettingsSchema>;

const organizationParams = z.object({ org: idField });
const search = z.object({ ...listQuery, q: z.string().max(254).optional() });

export const organizationRoutes = {
  companies: route({
    method: 'GET',
    path: '/organizations/{org}/companies',
    access: 'companies.read',
    summary: 'List the companies that came in by this organization’s invitations',
    params: organizationParams,
    query: search,
    status: 200,
    response: listOf(companySchema),
  }),
  joinRequests: route({
    method: 'GET',
    path: '/organizations/{org}/join-requests',
    access: 'join-requests.read',
    summary: 'People who ask to join this company',
    params: organizationParams,
    query: z.object({ ...listQuery, state: z.enum(['requested', 'approved', 'rejected', 'withdrawn']).optional() }),
    status: 200,
    response: listOf(joinRequestSchema),
  }),
  decideJoinRequest: route({
    method: 'POST',
    path: '/organizations/{org}/join-requests/{id}/decision',
    access: 'join-requests.decide',
    summary: 'Let somebody join, or not',
    params: z.object({ org: idField, id: idField }),
    body: z.strictObject({ decision: z.enum(['approve', 'reject']), reason: noteField.optional() }),
    status: 200,
    response: joinRequestSchema,
    errors: ['CONFLICT', 'SEATS-FULL'],
  }),
  settings: route({
    method: 'GET',
    path: '/organizations/{org}/settings',
    access: 'settings.read',
    summary: 'Name, policies, welcome links and legal documents; what it looks like is its branding',
    params: organizationParams,
    status: 200,
    response: settingsSchema,
  }),
  policyEffects: route({
    method: 'GET',
    path: '/organizations/{org}/policy-effects',
    access: 'settings.read',
    summary: 'Whom a change of policy concerns now',
    params: organizationParams,
    query: z.object({
      /** What is about to be saved: how many sessions it would end at once. */
      sessionIdleMinutes: z.coerce.number().pipe(wholeNumber(15, 10_080)).optional(),
      sessionHours: z.coerce.number().pipe(wholeNumber(1, 720)).optional(),
    }),
    status: 200,
    response: z.object({
      /** Invitations that can still be accepted. */
      invitations: z.object({ open: z.number().int() }),
      /** Open invitations of companies, and companies that wait for a decision. */
      companyApproval: z.object({ openInvitations: z.number().int(), waiting: z.number().int() }),
      /** To how many people mails about alerts go: the owners, or the administrators as well. */
      alertMails: z.object({ owners: z.number().int(), administrators: z.number().int() }),
      /** Members that have no second factor. */
      secondFactor: z.object({ without: z.number().int(), administratorsWithout: z.number().int() }),
      /** Live sessions of members, and how many of them end with what the query says. */
      sessions: z.object({ live: z.number().int(), ending: z.number().int() }),
      /** Members that have a password; that have a number and no e-mail address; that are locked now. */
      signIn: z.object({ withPassword: z.number().int(), onlyPhone: z.number().int(), locked: z.number().int() }),
    }),
  }),
  updateSettings: route({
    method: 'PATCH',
    path: '/organizations/{org}/settings',
    access: 'settings.update',
    proof: 'fresh',
    summary: 'Change what is given, leave the rest',
    params: organizationParams,
    body: updateSettingsSchema,
    status: 200,
    response: settingsSchema,
  }),
} as const;

/** The welcome page as data: what the portal keeps until it is done or hidden. */
export const welcomeSchema = z
  .object({
    organization: z.object({ id: idField, name: z.string(), slug: z.string() }),
    /** Who invited: the organization whose links these are. */
    host: z.object({ name: z.string(), productName: z.string(), contact: z.string().nullable() }).nullable(),
    links: z.array(welcomeLinkSchema),
    checklist: z.array(z.object({ item: z.enum(['company', 'invite', 'profile', 'help']), done: z.boolean() })),
    hidden: z.boolean(),
  })
  .meta({ id: 'Welcome' });
export type Welcome = z.infer<typeof welcomeSchema>;

export const welcomeRoutes = {
  get: route({
    method: 'GET',
    path: '/session/welcome',
    access: 'signed-in',
    summary: 'Welcome links and the checklist of the organization that is worked in',
    status: 200,
    response: z.object({ welcome: welcomeSchema.nullable() }),
  }),
  update: route({
    method: 'POST',
    path: '/session/welcome',
    access: 'signed-in',
    summary: 'Tick an item, or hide the checklist',
    body: z.strictObject({
      done: z.enum(['company', 'invite', 'profile', 'help']).optional(),
      hidden: z.boolean().optional(),
    }),
    status: 200,
    response: z.object({ welcome: welcomeSchema.nullable() }),
  }),
} as const;
