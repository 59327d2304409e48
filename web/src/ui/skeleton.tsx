import { useText } from '../lib/i18n.tsx';

/** The shape of what is coming. Silent for 200 ms. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = useText();
  return (
    <div role="status" className="appear-late flex flex-col gap-4 p-4">
      <span className="sr-only">{t('common.word.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other identity
        <div key={row} className="flex gap-6">
          <div className="h-4 w-2/5 animate-pulse rounded bg-border" />
          <div className="h-4 w-1/5 animate-pulse rounded bg-border" />
          <div className="h-4 flex-1 animate-pulse rounded bg-border" />
        </div>
      ))}
    </div>
  );
}
