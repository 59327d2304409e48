/** One bar: its name and value stand beside it, what else there is to know below. */
export type BarRow = { key: string; label: string; share: number; value: string; note?: string };

/** Horizontal bars, one below the other: a funnel where each is a part of the one above. */
export function BarRows({ label, rows }: { label: string; rows: readonly BarRow[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-2.5">
      {rows.map((row) => (
        <li
          key={row.key}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)_6.5rem]"
        >
          <span className="text-meta font-semibold">{row.label}</span>
          <svg
            aria-hidden="true"
            viewBox="0 0 100 10"
            preserveAspectRatio="none"
            className="order-1 col-span-2 h-2.5 w-full rounded-full sm:order-none sm:col-span-1"
          >
            <rect width="100" height="10" className="fill-sunken" />
            <rect width={Math.min(1, row.share) * 100} height="10" fill="var(--chart-1)" />
          </svg>
          <span className="text-right tabular-nums">{row.value}</span>
          {row.note ? <span className="order-2 col-span-full text-meta text-muted">{row.note}</span> : null}
        </li>
      ))}
    </ul>
  );
}
