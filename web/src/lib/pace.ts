/** How far something was at a moment (milliseconds). */
export type Seen = { readonly at: number; readonly done: number };

/** Shorter than this, a pace is chance. */
const LEAST = 2000;

/** Seconds until `total` at the pace between two looks; null while nothing can be said. */
export function secondsLeft(first: Seen, now: Seen, total: number): number | null {
  const time = now.at - first.at;
  const done = now.done - first.done;
  return time < LEAST || done <= 0 ? null : Math.max(0, ((total - now.done) * time) / done / 1000);
}

/** The quarter that is reached, 0 to 4: what is told to those who do not see the bar. */
export function quarterOf(done: number, total: number): number {
  return total <= 0 ? 0 : Math.min(4, Math.floor((4 * done) / total));
}
