import type { ErrorCode, ErrorParams, FieldProblem } from '@gatehouse/contract/errors';

/**
 * The one error that use cases throw. Told apart by `code`, never by text: the code is also the key of its
 * sentence in `locales/` and, through `contract/errors`, its HTTP status (RFC 9457).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** One entry per field that is wrong; paths as in the request body, joined by dots. */
  readonly fields: readonly FieldProblem[];

  constructor(code: ErrorCode, params: ErrorParams = {}, fields: readonly FieldProblem[] = []) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}

/** True for an {@link AppError}, with one of the given codes if any are given. */
export function isAppError(error: unknown, ...codes: readonly ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
}

/** The error of a field that a use case found wrong, under the path of the request. */
export function atPath(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.fields.length > 0) return error;
  return new AppError('REQUEST-INVALID', {}, [{ path, code: error.code, params: error.params }]);
}
