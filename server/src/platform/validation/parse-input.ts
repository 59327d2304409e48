import type { ErrorCode, FieldProblem } from '@gatehouse/contract/errors';
import { readFieldCode } from '@gatehouse/contract/fields';
import type { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';

/**
 * `input` as `schema` understands it.
 * @throws AppError REQUEST-INVALID with one entry per wrong field, each with its own code.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw new AppError('REQUEST-INVALID', {}, result.error.issues.flatMap(fieldProblems));
}

type Issue = z.core.$ZodIssue;

function fieldProblems(issue: Issue): FieldProblem[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem(path === '' ? key : `${path}.${key}`, 'FIELD-UNKNOWN'));
  }
  const own = readFieldCode(issue.message);
  if (own) return [{ path, code: own.code, params: own.params }];
  return [problemOf(path, issue)];
}

function problemOf(path: string, issue: Issue): FieldProblem {
  if (issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null)) {
    return problem(path, 'FIELD-REQUIRED');
  }
  if (issue.code === 'too_big') return limit(path, issue.origin, 'max', Number(issue.maximum));
  if (issue.code === 'too_small') return limit(path, issue.origin, 'min', Number(issue.minimum));
  return problem(path, 'FIELD-INVALID');
}

function limit(path: string, origin: string, bound: 'min' | 'max', value: number): FieldProblem {
  const length: ErrorCode = bound === 'max' ? 'FIELD-TOO-LONG' : value <= 1 ? 'FIELD-REQUIRED' : 'FIELD-TOO-SHORT';
  const codes: Record<string, ErrorCode> = {
    string: length,
    array: bound === 'max' ? 'FIELD-TOO-MANY' : 'FIELD-REQUIRED',
  };
  return problem(path, codes[origin] ?? 'FIELD-INVALID', { [bound]: value });
}

function problem(path: string, code: ErrorCode, params: FieldProblem['params'] = {}): FieldProblem {
  return { path, code, params };
}
