import type { ReactNode } from 'react';
import type { Action } from './remedies.ts';

/** Links that look like buttons; the first is the orange one, unless the page has another. */
export function Actions({ actions, primary = true }: { actions: readonly Action[]; primary?: boolean }): ReactNode {
  if (actions.length === 0) return null;
  return (
    <p className="actions">
      {actions.map(({ href, label }, index) => (
        <a key={href} href={href} className={primary && index === 0 ? 'primary' : 'secondary'}>
          {label}
        </a>
      ))}
    </p>
  );
}
