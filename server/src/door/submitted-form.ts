import type { Locale } from '@gatehouse/contract/locales';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../kernel/app-error.ts';
import type { Cookies } from '../platform/http/cookies.ts';
import { asLocale } from '../platform/http/server.ts';
import type { FormState } from './door-context.ts';
import { LANGUAGE_COOKIE_LIFE } from './door-parts.ts';

/** Names that buttons add to a form and no step knows. */
const BUTTONS = new Set(['lang', 'intent', 'have-account']);

/** What never goes back into a page. */
const SECRET = new Set(['password', 'token', 'code']);

export type Submitted = {
  /** Every field once, as text. A field given twice is refused rather than guessed at. */
  readonly values: Readonly<Record<string, string>>;
  /** A press on the language switch: show the same page, with what was typed, in this language. */
  readonly language: Locale | null;
};

/** @throws AppError REQUEST-MALFORMED */
export function readSubmitted(request: FastifyRequest): Submitted {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') throw new AppError('REQUEST-MALFORMED');
    if (!BUTTONS.has(name)) values[name] = value;
  }
  return { values, language: asLocale(body.lang) };
}

/** The form as its page shows it again: everything but secrets. */
export function formState(submitted: Submitted, error: AppError | null): FormState {
  const shown = Object.entries(submitted.values).filter(([name]) => !SECRET.has(name));
  return {
    values: Object.fromEntries(shown),
    fields: error?.fields ?? [],
    problem: error && { code: error.code, params: error.params },
  };
}

/** Empty fields of a form are fields that were not filled in. */
export function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** Keeps the chosen language for the next pages. */
export function rememberLanguage(reply: FastifyReply, cookies: Cookies, locale: Locale): void {
  cookies.write(reply, 'language', locale, LANGUAGE_COOKIE_LIFE);
}
