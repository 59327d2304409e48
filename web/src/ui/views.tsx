import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

/** A list as somebody wants to see it again: a name, and what stands in the address. */
export type View = { key: string; label: string; search: Readonly<Record<string, string>> };

// The router compares only a part of an address.
function Anchor({ selected, 'aria-current': _, ...rest }: { selected: boolean } & ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      aria-current={selected ? 'page' : undefined}
      className="inline-flex min-h-8 max-w-full items-center rounded-full border border-border px-3 py-1 text-ink no-underline hover:bg-sunken aria-[current=page]:border-brand-text aria-[current=page]:bg-brand-soft aria-[current=page]:font-semibold pointer-coarse:min-h-11"
    />
  );
}

const ViewLink = createLink(Anchor);

/** The ways to look at a list; `current` is the one that the address is. */
export function Views({
  label,
  views,
  current,
  children,
}: {
  label: string;
  views: readonly View[];
  current: string | null;
  children?: ReactNode;
}) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1.5">
      {views.map((view) => (
        <ViewLink key={view.key} to="." search={view.search} selected={view.key === current}>
          <span>{view.label}</span>
        </ViewLink>
      ))}
      {children}
    </nav>
  );
}

/** Which of the views an address is: the one with the same of these values, wherever in the list one stands. */
export function currentView(
  views: readonly View[],
  search: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): string | null {
  const wordsOf = (of: Readonly<Record<string, string | undefined>>) =>
    JSON.stringify(names.map((name) => (name === 'cursor' ? '' : (of[name] ?? ''))));
  const here = wordsOf(search);
  return views.find((view) => wordsOf(view.search) === here)?.key ?? null;
}
