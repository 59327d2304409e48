export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A date of the calendar, which is the same everywhere. */
export function formatDay(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

const UNITS: readonly [Intl.NumberFormatOptions['unit'] & string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** "2 h 14 min": the two largest units that say something. */
export function formatDuration(seconds: number, locale: string): string {
  const first = Math.max(
    0,
    UNITS.findIndex(([, size]) => seconds >= size),
  );
  const start = seconds < 1 ? UNITS.length - 1 : first;
  let left = Math.round(seconds);
  const parts = UNITS.slice(start, start + 2).flatMap(([unit, size], place) => {
    const value = Math.floor(left / size);
    left -= value * size;
    if (value === 0 && place > 0) return [];
    return [new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)];
  });
  return parts.join(' ');
}
