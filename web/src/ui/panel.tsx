import type { ReactNode } from 'react';

/** A box with a heading. */
export function Panel({
  title,
  text,
  actions,
  children,
}: {
  title?: string;
  text?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="rounded-panel border border-border bg-surface p-4 sm:p-5">
      {title ? (
        <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h2 className="text-base">{title}</h2>
            {text ? <p className="max-w-prose text-muted">{text}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}
