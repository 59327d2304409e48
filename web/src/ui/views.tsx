import { createLink } from '@tanstack/react-router';
import { type ComponentProps, useEffect, useRef } from 'react';

/** A list as somebody wants to see it again: a name, and what stands in the address. */
export type View = { key: string; label: string; search: Readonly<Record<string, string>> };

// The router compares only a part of an address.
function Anchor({ selected, 'aria-current': _, ...rest }: { selected: boolean } & ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      aria-current={selected ? 'page' : undefined}
      className="inline-flex min-h-8 shrink-0 items-center rounded-full border border-border px-3 py-1 text-ink no-underline max-sm:whitespace-nowrap sm:max-w-full hover:bg-sunken aria-[current=page]:border-brand-text aria-[current=page]:bg-brand-soft aria-[current=page]:font-semibold pointer-coarse:min-h-11"
    />
  );
}

const ViewLink = createLink(Anchor);

/** The ways to look at a list; `current` is the one that the address is. */
export function Views({ label, views, current }: { label: string; views: readonly View[]; current: string | null }) {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const [box, chosen] = [strip.current, strip.current?.querySelector<HTMLElement>('[aria-current]')];
    if (current && box && chosen) box.scrollLeft = chosen.offsetLeft - (box.clientWidth - chosen.offsetWidth) / 2;
  }, [current]);
  return (
    <nav
      ref={strip}
      aria-label={label}
      className="relative -m-1 flex min-w-0 items-center gap-1.5 p-1 max-sm:overflow-x-auto max-sm:mask-r-from-[calc(100%-1.5rem)] max-sm:pr-6 sm:flex-wrap"
    >
      {views.map((view) => (
        <ViewLink key={view.key} to="." search={view.search} selected={view.key === current}>
          <span>{view.label}</span>
        </ViewLink>
      ))}
    </nav>
  );
}
