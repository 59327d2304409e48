import { ERROR_STATUS, type ErrorCode, type Problem } from '@gatehouse/contract/errors';
import type { FastifyError } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import { isDatabaseUnavailable, isUnstorableText, refusalOf } from '../database/database.ts';
import { readableParams } from '../i18n/readable-params.ts';
import type { Translate } from '../i18n/translate.ts';

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST-TOO-LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'REQUEST-UNSUPPORTED',
  FST_ERR_CTP_INVALID_JSON_BODY: 'REQUEST-MALFORMED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'REQUEST-MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST-MALFORMED',
  FST_ERR_BAD_URL: 'NOT-FOUND',
};

/**
 * What the outside may know of any error: an {@link AppError} as it is, what the HTTP layer refuses as a 4xx, a database
 * that is away as UNAVAILABLE, everything else as SERVER without a word of its cause (ASVS 16.5.1).
 */
export function publicError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const thrown = error as Partial<FastifyError>;
  const known = thrown.code ? FASTIFY_CODES[thrown.code] : undefined;
  if (known) return new AppError(known);
  const refused = refusalOf(error);
  if (refused !== null && refused in ERROR_STATUS) return new AppError(refused as ErrorCode);
  if (isDatabaseUnavailable(error)) return new AppError('UNAVAILABLE', { seconds: 5 });
  if (isUnstorableText(error)) return new AppError('REQUEST-MALFORMED');
  if (thrown.statusCode !== undefined && thrown.statusCode >= 400 && thrown.statusCode < 500) {
    return new AppError('REQUEST-MALFORMED');
  }
  return new AppError('SERVER');
}

/** Seconds for `Retry-After` (RFC 9110 s. 10.2.3), of an error that says for how long or until when; else null. */
export function retryAfter({ code, params }: AppError, now: Date): number | null {
  if (ERROR_STATUS[code] < 429) return null;
  if (typeof params.seconds === 'number') return params.seconds;
  const until = Date.parse(String(params.time ?? params.tryAgainAt));
  return Number.isNaN(until) ? null : Math.max(1, Math.ceil((until - now.getTime()) / SECOND));
}

/** RFC 9457 body in the caller's language. */
export function problemBody(error: AppError, requestId: string, t: Translate): Problem {
  const action = t.has(`${error.code}.action`) ? t(`${error.code}.action`, readableParams(t, error.params)) : undefined;
  return {
    type: `urn:gatehouse:error:${error.code}`,
    title: t(error.code, readableParams(t, error.params)),
    status: ERROR_STATUS[error.code],
    ...(action === undefined ? {} : { detail: action }),
    code: error.code,
    params: { ...error.params },
    requestId,
    ...(error.fields.length === 0
      ? {}
      : {
          errors: error.fields.map((field) => ({
            ...field,
            params: { ...field.params },
            message: t(field.code, readableParams(t, field.params)),
          })),
        }),
  };
}
