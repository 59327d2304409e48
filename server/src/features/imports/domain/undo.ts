import type { ImportState } from '@gatehouse/contract/imports';
import { after, DAY } from '../../../kernel/clock.ts';

/** Until when a run may be taken back: a day after its end. Null when it cannot be, at `now`. */
export function undoUntil({ state, endedAt }: { state: ImportState; endedAt: Date | null }, now: Date): Date | null {
  if (endedAt === null || (state !== 'done' && state !== 'stopped')) return null;
  const until = after(endedAt, DAY);
  return until > now ? until : null;
}
