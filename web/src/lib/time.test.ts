import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactTime, relativeTime } from './time.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

function at(offset: number): string {
  return new Date(NOW + offset).toISOString();
}

describe('relativeTime', () => {
  it.each([
    [0, 'en', 'now'],
    [-59_000, 'en', 'now'],
    [-3 * MINUTE, 'en', '3 minutes ago'],
    [-90 * MINUTE, 'en', '1 hour ago'],
    [7 * DAY, 'en', 'in 7 days'],
    [DAY, 'en', 'tomorrow'],
    [-2 * DAY, 'zh-TW', '前天'],
    [5 * DAY, 'pl', 'za 5 dni'],
    [-3 * MINUTE, 'ru', '3 минуты назад'],
    [-400 * DAY, 'en', 'last year'],
  ])('%i ms in %s: %s', (offset, locale, text) => {
    expect(relativeTime(at(offset), NOW, locale)).toBe(text);
  });

  it('never promises more time than is left', () => {
    const whole = /^in (\d+) days$/;
    fc.assert(
      fc.property(fc.integer({ min: 2 * DAY, max: 29 * DAY }), (left) => {
        const days = Number(whole.exec(relativeTime(at(left), NOW, 'en'))?.[1] ?? Number.NaN);
        expect(days * DAY).toBeLessThanOrEqual(left);
        expect((days + 1) * DAY).toBeGreaterThan(left);
      }),
    );
  });
});

describe('exactTime', () => {
  it('counts 24 hours in the zone of the reader', () => {
    expect(exactTime('2026-11-22T22:30:00Z', 'en', 'Asia/Taipei')).toBe('Nov 23, 2026, 06:30');
    expect(exactTime('2026-11-22T22:30:00Z', 'pl', 'Europe/Warsaw')).toContain('23:30');
  });
});
