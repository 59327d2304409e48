import { Button as BaseButton } from '@base-ui/react/button';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Look = 'primary' | 'secondary' | 'danger' | 'danger-filled' | 'quiet';

const SHAPE =
  'inline-flex min-h-control items-center justify-center gap-2 rounded-control border px-3.5 py-1.5 text-center font-semibold no-underline select-none';

const LOOKS: Record<Look, string> = {
  primary: 'border-brand-edge bg-brand text-on-brand hover:bg-brand-hover',
  secondary: 'border-control bg-surface text-ink hover:bg-sunken',
  danger: 'border-danger bg-surface text-danger hover:bg-danger-soft',
  'danger-filled': 'border-transparent bg-danger text-surface hover:opacity-90',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-sunken',
};

const WAITING = 'border-transparent bg-waiting text-on-waiting cursor-not-allowed';

type Content = { look?: Look; icon?: IconName; children: ReactNode };

/** A button that waits (`disabled`, `busy`) keeps its place in the tab order and says why it waits in its words. */
export function Button({
  look = 'secondary',
  icon,
  busy = false,
  disabled = false,
  className = '',
  children,
  type = 'button',
  ...rest
}: Content & { busy?: boolean } & Omit<ComponentProps<'button'>, 'style'>) {
  const waiting = disabled || busy;
  return (
    <BaseButton
      {...rest}
      type={type}
      disabled={waiting}
      focusableWhenDisabled
      aria-busy={busy || undefined}
      className={`${SHAPE} ${waiting ? WAITING : LOOKS[look]} ${className}`}
    >
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </BaseButton>
  );
}

// The router marks every link to a part of the present address; an action is never "the current page".
function Anchor({
  look = 'secondary',
  icon,
  className = '',
  children,
  'aria-current': _,
  ...rest
}: Content & ComponentProps<'a'>) {
  return (
    <a {...rest} className={`${SHAPE} ${LOOKS[look]} ${className}`}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </a>
  );
}

/** A way to another page that looks like a button. */
export const ButtonLink = createLink(Anchor);

/** A file, by a press that looks like a button. */
export function DownloadLink({ href, children }: { href: string; children: string }) {
  return (
    <Anchor icon="down" href={href} download>
      {children}
    </Anchor>
  );
}

/** The same to a page that is none of ours, or of the door: in a window of its own. */
export function OutsideLink({ href, children, look }: { href: string; children: ReactNode; look?: Look }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" {...(look ? { look } : {})}>
      {children}
    </Anchor>
  );
}

/** A square button with a picture; `label` is its name. */
export function IconButton({
  icon,
  label,
  className = '',
  disabled = false,
  ...rest
}: { icon: IconName; label: string } & Omit<ComponentProps<'button'>, 'style' | 'children'>) {
  return (
    <BaseButton
      {...rest}
      disabled={disabled}
      focusableWhenDisabled
      aria-label={label}
      title={label}
      className={`inline-flex size-control items-center justify-center rounded-control border border-transparent ${
        disabled ? 'cursor-not-allowed text-control' : 'text-ink hover:bg-sunken'
      } ${className}`}
    >
      <Icon name={icon} className="size-5" />
    </BaseButton>
  );
}
