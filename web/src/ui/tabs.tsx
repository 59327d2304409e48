import { Link } from '@tanstack/react-router';

export type Tab = { value: string | undefined; label: string };

/** Tabs that are addresses: each can be opened, kept and sent to somebody. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-x-1 border-b border-border">
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to="."
          search={{ tab: tab.value }}
          activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          activeProps={{ 'aria-current': 'page' }}
          className="-mb-px inline-flex min-h-control items-center border-b-2 border-transparent px-3 py-1.5 text-muted no-underline hover:text-ink aria-[current=page]:border-brand-text aria-[current=page]:font-semibold aria-[current=page]:text-ink"
        >
          <span>{tab.label}</span>
        </Link>
      ))}
    </nav>
  );
}
