import { useState } from 'react';
import { useText } from '../lib/i18n.tsx';
import { quarterOf, type Seen, secondsLeft } from '../lib/pace.ts';

/**
 * How far work is, as a bar and in words: "1,240 of 5,000, about 2 min" (WCAG 4.1.2). To those who do not see it, it says
 * so at every quarter (4.1.3). `total` null: nobody knows yet. Made anew, by its key, for each piece of work.
 */
export function Progress({
  label,
  done,
  total,
  running,
}: {
  label: string;
  done: number;
  total: number | null;
  running: boolean;
}) {
  const text = useProgressText(done, total, running);
  const quarter = quarterOf(done, total ?? 0);
  const [told, setTold] = useState({ quarter, text: '' });
  if (told.quarter !== quarter) setTold({ quarter, text });
  const share = total ? Math.min(100, (100 * done) / total) : 0;
  return (
    <div className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        {...(total === null ? {} : { 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) })}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full border border-control bg-sunken"
      >
        <div className="h-full bg-brand" style={{ width: `${share}%` }} />
      </div>
      <p aria-hidden="true" className="text-meta text-muted tabular-nums">
        {text}
      </p>
      <p role="status" className="sr-only">
        {told.text}
      </p>
    </div>
  );
}

function useProgressText(done: number, total: number | null, running: boolean): string {
  const t = useText();
  const [first] = useState<Seen>(() => ({ at: Date.now(), done }));
  if (total === null) return t('common.progress.unknown', { done });
  const left = running ? secondsLeft(first, { at: Date.now(), done }, total) : null;
  if (left === null) return t('common.progress', { done, total });
  if (left < 60) return t('common.progress.soon', { done, total });
  return t('common.progress.minutes', { done, total, minutes: Math.round(left / 60) });
}
