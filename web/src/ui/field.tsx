import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Icon } from './icon.tsx';

const CONTROL =
  'w-full rounded-control border border-control bg-surface px-3 py-1.5 text-ink placeholder:text-muted min-h-control aria-invalid:border-danger aria-invalid:border-2 pointer-coarse:text-base';

type Frame = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | null;
  optional?: boolean;
  className?: string;
};

/** Label above, hint and error below, all tied to the control. Every field of every form is one of these. */
function FieldFrame({ id, label, hint, error, optional, className = '', children }: Frame & { children: ReactNode }) {
  const t = useText();
  return (
    <BaseField.Root name={id} invalid={Boolean(error)} className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <BaseField.Label className="font-semibold">
        <span>{label}</span>
        {optional ? (
          <>
            {' '}
            <span className="font-normal whitespace-nowrap text-muted">{`· ${t('common.word.optional')}`}</span>
          </>
        ) : null}
      </BaseField.Label>
      {children}
      {error ? (
        <BaseField.Error match className="flex items-start gap-1.5 text-danger">
          <Icon name="alert" className="mt-0.5 size-4" />
          <span>{error}</span>
        </BaseField.Error>
      ) : null}
      {hint ? <BaseField.Description className="text-meta text-muted">{hint}</BaseField.Description> : null}
    </BaseField.Root>
  );
}

type TextProps = Frame & {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
} & Pick<
    ComponentProps<'input'>,
    'type' | 'autoComplete' | 'inputMode' | 'maxLength' | 'placeholder' | 'min' | 'max' | 'onBlur'
  >;

export function TextField({ value, onChange, rows, type = 'text', autoComplete = 'off', ...rest }: TextProps) {
  const { id, label, hint, error, optional, className, ...control } = rest;
  return (
    <FieldFrame {...{ id, label, hint, error, optional, className }}>
      <BaseField.Control
        {...control}
        id={id}
        autoComplete={autoComplete}
        value={value}
        onValueChange={(next) => onChange(String(next))}
        className={CONTROL}
        {...(rows ? { render: <textarea rows={rows} /> } : { type })}
      />
    </FieldFrame>
  );
}

export type Option = { value: string; label: string };

type SelectProps = Frame & {
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
  /** Text of the choice of nothing; without it something is always chosen. */
  none?: string;
};

export function SelectField({ value, onChange, options, none, ...frame }: SelectProps) {
  return (
    <FieldFrame {...frame}>
      <BaseField.Control
        id={frame.id}
        value={value}
        onValueChange={(next) => onChange(String(next))}
        className={`${CONTROL} appearance-auto`}
        render={
          <select>
            {none === undefined ? null : <option value="">{none}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        }
      />
    </FieldFrame>
  );
}
