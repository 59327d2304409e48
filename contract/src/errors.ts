import { z } from 'zod';

/**
 * Every error that leaves the server: code -> HTTP status. The code is the key of its sentence in
 * `locales/<language>/errors.json`; the body is RFC 9457 `application/problem+json`.
 */
export const ERROR_STATUS = {
  // The request itself
  'REQUEST-INVALID': 400,
  'REQUEST-MALFORMED': 400,
  'REQUEST-TOO-LARGE': 413,
  'REQUEST-UNSUPPORTED': 415,
  'CROSS-SITE': 403,
  'NOT-SIGNED-IN': 401,
  'WEBHOOK-SIGNATURE': 401,
  FORBIDDEN: 403,
  'NOT-FOUND': 404,
  'METHOD-NOT-ALLOWED': 405,
  CONFLICT: 409,
  'IDEMPOTENCY-REUSED': 409,
  'RATE-LIMITED': 429,
  BUSY: 503,
  UNAVAILABLE: 503,
  SERVER: 500,
  // Set-up
  'SETUP-DONE': 409,
  'SETUP-TOKEN-WRONG': 403,
  // Invitations
  'INV-EXPIRED': 410,
  'INV-SUPERSEDED': 410,
  'INV-HANDED-OVER': 410,
  'INV-USED-BY-YOU': 409,
  'INV-USED-BY-OTHER': 410,
  'INV-REVOKED': 410,
  'INV-DECLINED': 410,
  'INV-WRONG-ACCOUNT': 403,
  'INV-NOT-FOUND': 404,
  'INV-ALREADY-INVITED': 409,
  'INV-ALREADY-MEMBER': 409,
  'INV-NOT-OPEN': 409,
  'INV-ROLE-TOO-HIGH': 403,
  'INV-RESEND-LIMIT': 429,
  'INV-BOUNCED': 409,
  'INV-SUPPRESSED': 409,
  'INV-CAP': 429,
  'INV-EXTEND-LIMIT': 409,
  'HANDOVER-REFUSED': 409,
  'HANDOVER-LIMIT': 409,
  // Codes and sending
  'CODE-WRONG': 422,
  'CODE-EXPIRED': 410,
  'CODE-SUPERSEDED': 410,
  'CODE-TOO-MANY': 429,
  'SEND-FAILED': 502,
  'SEND-LIMIT': 429,
  // Credentials and accounts
  'CRED-WRONG': 401,
  'FACTOR-WRONG': 422,
  'FACTOR-EXISTS': 409,
  'FACTOR-REQUIRED': 409,
  'SMS-FACTOR-ALONE': 409,
  'PASSKEY-WRONG': 422,
  'PASSKEY-UNVERIFIED': 422,
  'PASSKEY-COPIED': 422,
  'PASSKEY-TAKEN': 409,
  'LAST-CREDENTIAL': 409,
  'LAST-IDENTIFIER': 409,
  'UNDO-GONE': 410,
  'NOT-ME-GONE': 410,
  'PROOF-NEEDED': 403,
  'PASSWORD-LINK-ENDED': 410,
  'PRINTED-CODE-WRONG': 422,
  'PASSWORD-NEEDED': 403,
  'ACC-PENDING': 403,
  'ACC-DISABLED': 403,
  'ACC-LOCKED': 429,
  'METHOD-OFF': 403,
  // Flows
  'FLOW-NOT-FOUND': 404,
  'FLOW-EXPIRED': 410,
  'FLOW-STEP-WRONG': 409,
  'TERMS-NOT-ACCEPTED': 422,
  'TERMS-CHANGED': 409,
  'COMPANY-EXISTS': 409,
  'IDENTIFIER-TAKEN': 409,
  'JOIN-WAITING': 409,
  'JOIN-REJECTED': 403,
  'JOIN-COMPANY-GONE': 403,
  'COMPANY-REJECTED': 403,
  'ORG-SUSPENDED': 403,
  'ORG-DELETED': 410,
  'SEATS-FULL': 409,
  // Imports
  'IMPORT-EMPTY': 400,
  'IMPORT-UNREADABLE': 400,
  'IMPORT-TOO-LARGE': 413,
  'IMPORT-QUOTE': 400,
  'IMPORT-STATE': 409,
  'IMPORT-ROW-DUPLICATE': 409,
  'IMPORT-NAME-TWICE': 409,
  'IMPORT-ADDRESS-MISSING': 400,
  'IMPORT-PHONE-EXCEL': 400,
  'IMPORT-PHONE-PLUS': 400,
  // Operations on many things at once
  'OPERATION-STATE': 409,
  'OPERATION-EMPTY': 409,
  'OPERATION-COUNT': 409,
  'OPERATION-TOO-MANY': 413,
  'EXPORT-TOO-LARGE': 409,
  'EXPORT-GONE': 410,
  'IMPORT-ROW-FAILED': 409,
  // Views of lists
  'VIEW-EXISTS': 409,
  'VIEW-LIMIT': 409,
  // Organizations
  'LAST-OWNER': 409,
  'ORG-FIRST': 409,
  'ORG-DECIDES': 409,
  'ORG-STATE': 409,
  'ROLE-TOO-HIGH': 403,
  'ROLES-HELD': 409,
  'RESET-IMPOSSIBLE': 409,
  // Branding
  'IMAGE-TYPE': 415,
  'IMAGE-BROKEN': 400,
  'IMAGE-UNSAFE': 400,
  'IMAGE-DIMENSIONS': 400,
  'IMAGE-TOO-LARGE': 413,
  // Fields: the code of one entry of `errors[]`
  'FIELD-REQUIRED': 400,
  'SHORT-NAME-WRONG': 400,
  'FIELD-INVALID': 400,
  'FIELD-UNKNOWN': 400,
  'FIELD-TOO-LONG': 400,
  'FIELD-TOO-SHORT': 400,
  'FIELD-TOO-MANY': 400,
  'FIELD-OUT-OF-RANGE': 400,
  'CODE-FORMAT': 400,
  'TEXT-INVALID': 400,
  'NAME-INVALID': 400,
  'EMAIL-INVALID': 400,
  'ADDRESS-UNCHANGED': 400,
  'IDENTIFIER-YOURS': 400,
  'ADDRESS-OTHER-DOMAIN': 400,
  'PHONE-INVALID': 400,
  'PHONE-EXTENSION': 400,
  'PHONE-PREMIUM': 400,
  'PHONE-LANDLINE': 400,
  'PHONE-COUNTRY': 400,
  'ADDRESS-REQUIRED': 400,
  'IDENTIFIER-INVALID': 400,
  'ORG-SHORT-NAME': 400,
  'USERNAME-INVALID': 400,
  'USERNAME-TAKEN': 409,
  'URL-INVALID': 400,
  'TARGET-FORBIDDEN': 400,
  'COLOUR-INVALID': 400,
  'IMAGE-UNKNOWN': 400,
  'IMAGE-NOT-SQUARE': 400,
  'LANGUAGES-DEFAULT': 400,
  'TEXT-PATTERN': 400,
  'TEXT-VARIABLE-UNKNOWN': 400,
  'TEXT-VARIABLE-MISSING': 400,
  'TEXT-TOO-MANY-PARTS': 400,
  'PASSWORD-TOO-SHORT': 400,
  'PASSWORD-TOO-LONG': 400,
  'PASSWORD-COMMON': 400,
  'PASSWORD-CONTEXT': 400,
  'PASSWORD-REPEATED': 400,
  'PASSWORD-MIXED': 400,
  'PASSWORD-UNCHANGED': 400,
  'COUNTRY-INVALID': 400,
  'TIME-ZONE-INVALID': 400,
  'REGISTRATION-NUMBER-LENGTH': 400,
  'REGISTRATION-NUMBER-CHECK': 400,
  'REGISTRATION-NUMBER-FORMAT': 400,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;
export type ErrorParams = Readonly<Record<string, string | number>>;
export type FieldProblem = { readonly path: string; readonly code: ErrorCode; readonly params: ErrorParams };

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_STATUS, text);
}

/** Any code of the list. */
export const problemCodeSchema = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);
const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** RFC 9457. `title` and `detail` are in the caller's language. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: problemCodeSchema,
    params: paramsSchema,
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), code: problemCodeSchema, params: paramsSchema, message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
