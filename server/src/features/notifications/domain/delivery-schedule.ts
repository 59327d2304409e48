import { after, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';

/** Waits after the first, second, ... attempt; then LONGEST_WAIT each. */
const FIRST_WAITS = [30 * SECOND, 2 * MINUTE, 8 * MINUTE, 30 * MINUTE, 2 * HOUR];
const SHORTEST_WAIT = 30 * SECOND;
const LONGEST_WAIT = 6 * HOUR;
/** Up to nearly two days; RFC 5321 s. 4.5.4.1 asks a mail server for four to five, but nobody waits that long for these. */
const ATTEMPTS = 13;

/** What the schedule looks at. `attempts` counts the one that was just put off. */
export type PutOff = { readonly attempts: number; readonly usefulUntil: Date | null };

/**
 * When to try again what the other side put off; null: give up. Waits grow from 30 s to 6 h, each a fifth more or less
 * by chance, so that what was put off together does not return together. A message with an end is tried more and more
 * often towards it, and never after it.
 */
export function nextAttemptAt(message: PutOff, now: Date, random: () => number): Date | null {
  if (message.attempts >= ATTEMPTS) return null;
  const wait = (FIRST_WAITS[message.attempts - 1] ?? LONGEST_WAIT) * (0.8 + 0.4 * random());
  if (!message.usefulUntil) return after(now, Math.round(wait));
  const left = message.usefulUntil.getTime() - now.getTime();
  const next = after(now, Math.round(Math.min(wait, Math.max(SHORTEST_WAIT, left / 2))));
  return next < message.usefulUntil ? next : null;
}
