import type { ReactNode } from 'react';
import { WarningIcon } from './icons.tsx';
import type { ReadForm } from './read-form.ts';

/** Id of the form that a page is about: the language switch and the Enter key submit it. */
export const MAIN_FORM = 'main-form';

export function MainForm(props: { action: string; children: ReactNode; live?: Record<string, string> }): ReactNode {
  return (
    <form id={MAIN_FORM} method="post" action={props.action} noValidate={true} {...props.live}>
      {props.children}
    </form>
  );
}

/** The one orange button of a page. */
export function PrimaryButton({ children }: { children: ReactNode }): ReactNode {
  return (
    <button type="submit" className="primary">
      {children}
    </button>
  );
}

/** A form of one button, for what is possible beside the main thing. */
export function ActionForm(props: {
  action: string;
  label: string;
  values?: Record<string, string>;
  look?: 'link' | 'secondary' | 'primary';
}): ReactNode {
  return (
    <form method="post" action={props.action} className="action">
      {Object.entries(props.values ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={props.look ?? 'link'}>
        {props.label}
      </button>
    </form>
  );
}

export type FieldProps = {
  form: ReadForm;
  name: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean;
  /** Said under the control, beside its error. */
  note?: ReactNode;
  /** The place of the error is kept for the script to fill. */
  live?: boolean;
  /** Id of something else that describes the control. */
  describedBy?: string;
};

/** Label, hint, control, error, in that order and tied together. */
export function FieldFrame(props: FieldProps & { children: ReactNode }): ReactNode {
  const { form, name, hint, note, live } = props;
  const error = form.error(name);
  return (
    <div className="field" data-field={name}>
      <label htmlFor={name}>
        <span data-label="">{props.label}</span>
        {props.optional ? <span className="optional"> ({form.context.t('common.word.optional')})</span> : null}
      </label>
      {hint || live ? (
        <p className="hint" id={`${name}-hint`} hidden={!hint}>
          {hint}
        </p>
      ) : null}
      {props.children}
      {error || live ? (
        <p className="error" id={`${name}-error`} hidden={!error}>
          <WarningIcon />
          <span data-error="">{error}</span>
        </p>
      ) : null}
      {note}
    </div>
  );
}

/** Attributes that every control of a field carries. */
export function controlProps(props: FieldProps) {
  const invalid = props.form.error(props.name) !== null;
  const described = [
    (props.hint || props.live) && `${props.name}-hint`,
    (invalid || props.live) && `${props.name}-error`,
    props.describedBy,
  ].filter(Boolean);
  return {
    id: props.name,
    name: props.name,
    'aria-describedby': described.join(' ') || undefined,
    'aria-invalid': invalid || undefined,
    'aria-required': props.optional ? undefined : true,
  };
}

type InputProps = FieldProps & {
  type?: 'text' | 'email' | 'tel';
  autoComplete: string;
  inputMode?: 'numeric' | 'email' | 'tel';
  value?: string;
  maxLength?: number;
  className?: string;
  lang?: string;
  /** Spelled letter by letter: nothing is corrected or made a capital. */
  verbatim?: boolean;
};

export function TextField(props: InputProps): ReactNode {
  return (
    <FieldFrame {...props}>
      <input
        {...controlProps(props)}
        type={props.type ?? 'text'}
        autoComplete={props.autoComplete}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        className={props.className}
        defaultValue={props.form.value(props.name, props.value)}
        autoCapitalize={props.type === 'email' || props.verbatim ? 'none' : undefined}
        spellCheck={props.type === 'email' || props.verbatim ? false : undefined}
      />
    </FieldFrame>
  );
}

/** Masked, never filled by the server. The script adds the button that shows what is typed. */
export function PasswordField(props: FieldProps & { autoComplete: 'new-password' | 'current-password' }): ReactNode {
  const { t } = props.form.context;
  return (
    <FieldFrame {...props}>
      <div className="password">
        <input {...controlProps(props)} type="password" autoComplete={props.autoComplete} />
        <button
          type="button"
          className="secondary"
          hidden={true}
          aria-controls={props.name}
          data-reveal={props.name}
          data-show-label={t('door.password.show')}
          data-hide-label={t('door.password.hide')}
        >
          {t('door.password.show')}
        </button>
      </div>
    </FieldFrame>
  );
}

export type Option = { value: string; label: string };

export function SelectField(
  props: FieldProps & { autoComplete?: string; value?: string; empty?: string; options: readonly Option[] },
): ReactNode {
  return (
    <FieldFrame {...props}>
      <select
        {...controlProps(props)}
        autoComplete={props.autoComplete}
        defaultValue={props.form.value(props.name, props.value)}
      >
        {props.empty === undefined ? null : <option value="">{props.empty}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value === option.label ? undefined : option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** What is known already, shown where a password manager looks for it. It is not submitted. */
export function KnownIdentifier(props: { label: string; value: string; change?: { href: string; label: string } }) {
  return (
    <div className="field known">
      <label htmlFor="identifier">{props.label}</label>
      <input id="identifier" type="text" autoComplete="username" readOnly={true} value={props.value} />
      {props.change ? <a href={props.change.href}>{props.change.label}</a> : null}
    </div>
  );
}
