import { after, DAY } from '../../../kernel/clock.ts';

/** Bits of `invitations.reminders`: which of the two were dealt with. */
const EARLY = 1;
const LATE = 2;

/** After this an unopened invitation is reminded of, in milliseconds. */
export const EARLY_AFTER = 3 * DAY;
/** This long before its end it is reminded of again. */
export const LATE_BEFORE = DAY;

/**
 * What is due for an invitation that was delivered and not opened (ux.md s. 1.3): which bits to set, and whether a message
 * goes with it. The late one stands for both; who was invited for a day only is not reminded at once. Null: nothing.
 */
export function dueReminder(
  { createdAt, expiresAt, reminders }: { createdAt: Date; expiresAt: Date; reminders: number },
  now: Date,
): { readonly mark: number; readonly send: boolean } | null {
  if (expiresAt <= now) return null;
  const late = after(expiresAt, -LATE_BEFORE) <= now;
  if (late) return reminders & LATE ? null : { mark: EARLY | LATE, send: after(createdAt, LATE_BEFORE) < expiresAt };
  const early = after(createdAt, EARLY_AFTER) <= now && (reminders & EARLY) === 0;
  return early ? { mark: EARLY, send: true } : null;
}
