import { after, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';

/** Pauses after the first, second, ... try that failed: three days and a half in all, as Standard Webhooks recommends. */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/**
 * When to try again after so many tries, a little later by chance, so that many do not come back at once; null: not any more.
 * `random`: 0 to 1.
 */
export function nextTryAt(tries: number, now: Date, random: number): Date | null {
  const pause = PAUSES[tries - 1];
  return pause === undefined ? null : after(now, Math.round(pause * (1 + random * 0.2)));
}
