import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { check } from '../../lib/field-problems.ts';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/** A form whose one field is a code that proves something: `send` takes it to the server once it has the shape of one. */
export function useCodeForm<T>(body: z.ZodType, send: (code: string) => Promise<T>, onDone: (answer: T) => void) {
  const [code, setCode] = useState('');
  const { problems, show, fromServer, field } = useFieldProblems();
  const confirm = useMutation({ mutationFn: () => send(code), onSuccess: onDone, onError: fromServer });
  return {
    code,
    setCode,
    problems,
    field,
    isBusy: confirm.isPending,
    error: confirm.error,
    submit: () => {
      const found = check(body, { code });
      show(found);
      if (Object.keys(found).length === 0) confirm.mutate();
    },
  };
}

type CodeForm = Omit<ReturnType<typeof useCodeForm>, 'problems' | 'submit' | 'isBusy'>;

/** The field of such a form, under what no field can show. */
export function CodeField({ form, label, hint }: { form: CodeForm; label: string; hint: string }) {
  return (
    <>
      {unplaced(form.error) ? <ProblemNotice error={form.error} /> : null}
      <TextField
        {...form.field('code')}
        label={label}
        hint={hint}
        value={form.code}
        onChange={form.setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
      />
    </>
  );
}
