import type { ReactNode } from 'react';
import { TextField } from './form.tsx';
import type { ReadForm } from './read-form.ts';

/** Where six digits are typed, or filled in from a message. */
export function CodeField({ form, label, hint }: { form: ReadForm; label: string; hint?: string }): ReactNode {
  return (
    <TextField
      form={form}
      name="code"
      label={label}
      {...(hint === undefined ? {} : { hint })}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={64}
      className="digits"
    />
  );
}
