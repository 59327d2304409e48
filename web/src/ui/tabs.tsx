import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

export type Tab = { value: string | undefined; label: string };

// The router's own idea of "current" does not tell a missing value from any other.
function Anchor({ selected, 'aria-current': _, ...rest }: { selected: boolean } & ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      aria-current={selected ? 'page' : undefined}
      className="-mb-px inline-flex min-h-control items-center border-b-2 border-transparent px-3 py-1.5 text-muted no-underline hover:text-ink aria-[current=page]:border-brand-text aria-[current=page]:font-semibold aria-[current=page]:text-ink"
    />
  );
}

const TabLink = createLink(Anchor);

/** Tabs that are addresses: each can be opened, kept and sent to somebody. */
export function Tabs({ label, current, tabs }: { label: string; current: string | undefined; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-x-1 border-b border-border">
      {tabs.map((tab) => (
        <TabLink key={tab.label} to="." search={{ tab: tab.value }} selected={tab.value === current}>
          <span>{tab.label}</span>
        </TabLink>
      ))}
    </nav>
  );
}
