import type { FieldProblem } from '@gatehouse/contract/errors';
import { readFieldCode } from '@gatehouse/contract/fields';
import type { z } from 'zod';

/** Path of a field -> what is wrong with it: the first problem of each field. */
export type FieldProblems = Readonly<Record<string, Pick<FieldProblem, 'code' | 'params'>>>;

export const NO_PROBLEMS: FieldProblems = {};

export function byPath(errors: readonly FieldProblem[]): FieldProblems {
  const problems: Record<string, Pick<FieldProblem, 'code' | 'params'>> = {};
  for (const { path, code, params } of errors) problems[path] ??= { code, params };
  return problems;
}

/** The rules of the contract, before anything is sent. What has no code of ours is left to the server. */
export function check(schema: z.ZodType, value: unknown): FieldProblems {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return byPath(
    issues.flatMap((issue) => {
      const known = readFieldCode(issue.message);
      return known ? [{ path: issue.path.join('.'), ...known }] : [];
    }),
  );
}

/** Id of the control of a field, so that a summary can lead to it. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`;
}
