import { z } from 'zod';
import { fieldCode } from './fields.ts';

/** ASCII without `@`, so that it is no e-mail address, and with a letter, so that it is no phone number. */
const USER_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9._-]{1,20}$/;
/** Short name of an organization: no dot, and so `name@short` is no e-mail address. */
const SHORT_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/i;

/** What a member signs in with in one organization: 1-20 letters, digits, `-`, `.` and `_`, one letter at least. */
export const userNameField = z
  .string()
  .overwrite((text) => text.trim())
  .refine((text) => USER_NAME.test(text), { message: fieldCode('USERNAME-INVALID') })
  .meta({ minLength: 1, maxLength: 20, examples: ['willy.wu'] });

export type TypedUserName = { readonly name: string; readonly organization: string | null };

/** Reads `name` or `name@short`, where `short` is the short name of an organization; null for anything else. */
export function readUserName(text: string): TypedUserName | null {
  const [name = '', organization = null, ...rest] = text.trim().split('@');
  if (rest.length > 0 || !USER_NAME.test(name)) return null;
  return organization === null || SHORT_NAME.test(organization) ? { name, organization } : null;
}

/** Whether whoever signs in said `name@short`, which no message can be sent to. */
export function isUserName(canonical: string): boolean {
  return canonical.includes('@') && readUserName(canonical) !== null;
}
