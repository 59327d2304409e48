import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactTime, momentOf, relativeTime, wallTime, zoneName } from './time.ts';

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

describe('times of a zone', () => {
  it.each([
    ['2026-12-01T09:00', 'Asia/Taipei', '2026-12-01T01:00:00.000Z'],
    ['2026-07-01T00:30', 'Europe/Warsaw', '2026-06-30T22:30:00.000Z'],
    // Shown twice when the clocks go back: the first. Left out when they go forward: as much later.
    ['2026-10-25T02:30', 'Europe/Warsaw', '2026-10-25T00:30:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Warsaw', '2026-03-29T01:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ])('%s in %s is %s', (wall, zone, moment) => {
    expect(momentOf(wall, zone)?.toISOString()).toBe(moment);
  });

  it('are read as they are shown', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 400 });
    const zones = fc.constantFrom('Asia/Kolkata', 'Europe/Warsaw', 'America/New_York', 'Pacific/Auckland', 'UTC');
    fc.assert(
      fc.property(minutes, zones, (minute, zone) => {
        const wall = wallTime(new Date(NOW + minute * MINUTE), zone);
        expect(wallTime(momentOf(wall, zone) ?? new Date(0), zone)).toBe(wall);
      }),
    );
  });

  it('nothing typed is no time', () => {
    expect(momentOf('', 'UTC')).toBeNull();
    expect(momentOf('2026-13-01T09:00', 'UTC')).toBeNull();
  });

  it('a zone has its name, and the name that it is chosen by', () => {
    expect(zoneName('Europe/Warsaw', new Date(NOW), 'en')).toBe('Central European Standard Time (Europe/Warsaw)');
  });
});
