import { useLocale } from '../lib/i18n.tsx';
import { exactTime, relativeTime } from '../lib/time.ts';
import { useNow } from '../lib/use-now.ts';

/** A moment both ways: how far away, and exactly when. */
export function Time({ at, stacked = true }: { at: string; stacked?: boolean }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <time dateTime={at} className={stacked ? 'flex flex-col' : 'inline-flex flex-wrap gap-x-2'}>
      <span>{relativeTime(at, now, locale)}</span>
      <span className="text-meta whitespace-nowrap text-muted tabular-nums">{exactTime(at, locale)}</span>
    </time>
  );
}
