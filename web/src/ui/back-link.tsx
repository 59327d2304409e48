import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';

function Anchor({ children, 'aria-current': _, ...rest }: ComponentProps<'a'>) {
  return (
    <a {...rest} className="link inline-flex items-center gap-1.5 self-start">
      <Icon name="back" />
      <span>{children}</span>
    </a>
  );
}

/** The way from a record to its list. */
export const BackLink = createLink(Anchor);
