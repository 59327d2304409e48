import { expect, it } from 'vitest';
import { quarterOf, secondsLeft } from './pace.ts';

it.each([
  [{ at: 0, done: 0 }, { at: 10_000, done: 1000 }, 5000, 40],
  [{ at: 5000, done: 4000 }, { at: 9000, done: 4400 }, 5000, 6],
  [{ at: 0, done: 0 }, { at: 1000, done: 1000 }, 5000, null],
  [{ at: 0, done: 300 }, { at: 60_000, done: 300 }, 5000, null],
  [{ at: 0, done: 0 }, { at: 4000, done: 5000 }, 5000, 0],
])('from %j to %j of %i: %s s', (first, now, total, seconds) => {
  expect(secondsLeft(first, now, total)).toBe(seconds);
});

it('tells quarters', () => {
  expect([0, 24, 25, 74, 99, 100].map((done) => quarterOf(done, 100))).toEqual([0, 0, 1, 2, 3, 4]);
  expect(quarterOf(0, 0)).toBe(0);
});
