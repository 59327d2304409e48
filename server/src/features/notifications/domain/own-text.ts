import type { FieldProblem } from '@gatehouse/contract/errors';

/** Sentences that protect their reader: nobody words them otherwise. */
const FIXED = new Set([
  'mail.M01.unexpected',
  'mail.M01.unsubscribe',
  'mail.M04.never-tell',
  'mail.M04.not-you',
  'mail.M08.not-you',
]);

/** Without these the message would miss what it was sent for. */
const NEEDED = new Set(['code', 'link', 'url', 'address', 'page']);

/** True for a key that an organization may word for itself: one of the template's own, and no warning. */
export function isOwnKey(template: string, key: string): boolean {
  const channel = template.startsWith('S') ? 'sms' : 'mail';
  return (key === `${channel}.${template}` || key.startsWith(`${channel}.${template}.`)) && !FIXED.has(key);
}

/** An argument of a pattern that must stand in every wording of it. */
export function isRequired(argument: string): boolean {
  return NEEDED.has(argument);
}

/**
 * What is wrong with one's own wording; null when nothing is. `own`: its arguments, null when it cannot be read.
 */
export function problemOf(
  key: string,
  original: readonly string[],
  own: readonly string[] | null,
): FieldProblem | null {
  const path = `texts.${key}`;
  if (!own) return { path, code: 'TEXT-PATTERN', params: {} };
  const unknown = own.find((argument) => !original.includes(argument));
  if (unknown) return { path, code: 'TEXT-VARIABLE-UNKNOWN', params: { name: unknown } };
  const missing = original.find((argument) => isRequired(argument) && !own.includes(argument));
  return missing ? { path, code: 'TEXT-VARIABLE-MISSING', params: { name: missing } } : null;
}
