import { useState } from 'react';
import { ApiProblem } from './api.ts';
import { byPath, type FieldProblems, fieldId, NO_PROBLEMS } from './field-problems.ts';
import { useProblemText } from './problem-text.ts';

/** The mistakes of one form: what each field shows, and where they come from. */
export function useFieldProblems() {
  const text = useProblemText();
  const [problems, setProblems] = useState<FieldProblems>(NO_PROBLEMS);
  return {
    problems,
    show: setProblems,
    /** Takes the field errors of a refused call; a refusal without them leaves the form as it is. */
    fromServer(error: unknown): void {
      if (error instanceof ApiProblem) setProblems(byPath(error.errors));
    },
    /** `id` and `error` of the field of a path. */
    field(path: string): { id: string; error: string | null } {
      const problem = problems[path];
      return { id: fieldId(path), error: problem ? text(problem.code, problem.params) : null };
    },
  };
}

/** A refusal that no field can show. */
export function unplaced(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof ApiProblem && error.errors.length > 0);
}
