import type { ReactNode } from 'react';

export type Fact = { label: string; value: ReactNode };

/** Label and value, line by line; what has no value is left out. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '');
  return (
    <dl className="grid gap-y-2 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)] sm:gap-x-6">
      {known.map(({ label, value }) => (
        <div key={label} className="sm:contents">
          <dt className="text-muted">{label}</dt>
          <dd className="whitespace-pre-line">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
