import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import { TextField } from './form.tsx';
import type { ReadForm } from './read-form.ts';

/** Where an e-mail address or a number is asked for, to send something there. */
export function IdentifierField({ context: { t }, form }: { context: DoorContext; form: ReadForm }): ReactNode {
  return (
    <TextField
      form={form}
      name="identifier"
      label={t('door.identify.label')}
      verbatim
      autoComplete="username"
      inputMode="email"
      maxLength={254}
    />
  );
}
