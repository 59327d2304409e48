import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { DoorContext } from '../door-context.ts';

const TIMESTAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A moment in words, in the zone of the reader where it is known. */
export function when(context: DoorContext, instant: string | Date, style: 'date' | 'time' | 'dateTime'): string {
  const { t, timeZone } = context;
  return t.date(new Date(instant), timeZone ? { style, timeZone } : { style });
}

/** How long until then, in the largest unit that fits; null once it is past. */
export function timeLeft({ t, now }: DoorContext, instant: string): string | null {
  const hours = (new Date(instant).getTime() - now.getTime()) / 3_600_000;
  if (hours <= 0) return null;
  return hours < 48
    ? t('common.time.hours-left', { count: Math.ceil(hours) })
    : t('common.time.days-left', { count: Math.floor(hours / 24) });
}

/** Error parameters as a sentence shows them: moments become words. */
function readable(context: DoorContext, params: ErrorParams): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && TIMESTAMP.test(value)
        ? when(context, value, name === 'date' ? 'date' : 'dateTime')
        : value,
    ]),
  );
}

/** What happened, as one sentence. */
export function problemText(context: DoorContext, code: ErrorCode, params: ErrorParams): string {
  return context.t(code, readable(context, params));
}

/** What to do about it. */
export function remedyText(context: DoorContext, code: ErrorCode, params: ErrorParams): string {
  return context.t(`${code}.action`, readable(context, params));
}
