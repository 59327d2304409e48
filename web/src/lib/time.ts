const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 7 days", "3 hours ago": the largest unit that fills at least once; below a minute "now". */
export function relativeTime(at: string, now: number, locale: string): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** Date and time, 24 hours, in the reader's own time zone. */
export function exactTime(at: string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {}),
  }).format(new Date(at));
}

/** In milliseconds; a day of 24 hours. */
export const DAY = 86_400_000;

const WALL = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;

/** Date and time as clocks in `timeZone` show them, as a field of a form has them: `2026-12-01T09:00`. */
export function wallTime(at: Date, timeZone: string | undefined): string {
  const format = new Intl.DateTimeFormat('en-CA', { ...WALL, hourCycle: 'h23', ...(timeZone ? { timeZone } : {}) });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * The moment at which clocks in `timeZone` show this; null where it is no time. Of a time that clocks show twice it is the first, and one
 * that they leave out is as much later as they are put forward.
 */
export function momentOf(wall: string, timeZone: string | undefined): Date | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (moment: number) => Date.parse(`${wallTime(new Date(moment), timeZone)}Z`) - moment;
  // What the offset is a day before and a day after: the two that a change of the clocks lies between.
  const offsets = [offsetAt(asUtc - DAY), offsetAt(asUtc + DAY)];
  const moments = offsets.map((offset) => asUtc - offset);
  const right = moments.filter((moment) => moment + offsetAt(moment) === asUtc);
  return new Date(right.length > 0 ? Math.min(...right) : Math.max(...moments));
}

/** What a time zone is called, with the name that it is chosen by. */
export function zoneName(timeZone: string | undefined, at: Date, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { ...(timeZone ? { timeZone } : {}), timeZoneName: 'long' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${name} (${format.resolvedOptions().timeZone})`;
}
