import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import { readableParams } from '../../platform/i18n/readable-params.ts';
import type { DoorContext } from '../door-context.ts';

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

/** About how long, in the largest unit that fits. */
export function duration({ t }: DoorContext, seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes < 90) return t('door.waiting.minutes', { count: minutes });
  const hours = Math.ceil(minutes / 60);
  return hours < 36
    ? t('door.waiting.hours', { count: hours })
    : t('door.waiting.days', { count: Math.ceil(hours / 24) });
}

/** What happened, as one sentence. */
export function problemText(context: DoorContext, code: ErrorCode, params: ErrorParams): string {
  return context.t(code, readableParams(context.t, params, context.timeZone));
}

/** What to do about it. */
export function remedyText(context: DoorContext, code: ErrorCode, params: ErrorParams): string {
  return context.t(`${code}.action`, readableParams(context.t, params, context.timeZone));
}
