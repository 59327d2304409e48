import { describe, expect, it } from 'vitest';
import { formatDay, formatDuration } from './overview-figures.ts';

describe('durations', () => {
  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [60, '1 min'],
    [8040, '2 hr 14 min'],
    [86_400, '1 day'],
    [100_000, '1 day 3 hr'],
  ])('%d s is told as %s', (seconds, told) => expect(formatDuration(seconds, 'en')).toBe(told));
});

it('a day is the same day in every time zone', () => {
  expect(formatDay('2026-11-02', 'en')).toBe('Nov 2');
  expect(formatDay('2026-11-02', 'pl')).toBe('2 lis');
});
