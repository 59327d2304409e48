import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, DAY, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';
import { nextAttemptAt } from './delivery-schedule.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const steady = () => 0.5;

describe('nextAttemptAt', () => {
  it.each([
    [1, 30 * SECOND],
    [2, 2 * MINUTE],
    [3, 8 * MINUTE],
    [4, 30 * MINUTE],
    [5, 2 * HOUR],
    [6, 6 * HOUR],
    [12, 6 * HOUR],
  ])('waits after attempt %i for %i ms', (attempts, wait) => {
    expect(nextAttemptAt({ attempts, usefulUntil: null }, NOW, steady)).toEqual(after(NOW, wait));
  });

  it('gives up after one and a half to two days', () => {
    let now = NOW;
    let attempts = 0;
    for (let next: Date | null = NOW; next; next = nextAttemptAt({ attempts, usefulUntil: null }, now, steady)) {
      now = next;
      attempts += 1;
    }
    expect(attempts).toBe(13);
    expect(now.getTime() - NOW.getTime()).toBeGreaterThan(1.5 * DAY);
    expect(now.getTime() - NOW.getTime()).toBeLessThan(2 * DAY);
  });

  it('tries a code of ten minutes several times within them', () => {
    const usefulUntil = after(NOW, 10 * MINUTE);
    const at: number[] = [];
    for (let now: Date | null = NOW; now; now = nextAttemptAt({ attempts: at.length, usefulUntil }, now, steady)) {
      at.push(now.getTime());
    }
    expect(at.length).toBeGreaterThanOrEqual(5);
    expect(at.length).toBeLessThanOrEqual(10);
  });

  it('never answers a moment that is past, at once, too late or further than 6 h and a fifth', () => {
    const message = fc.record({
      attempts: fc.integer({ min: 1, max: 20 }),
      usefulUntil: fc.option(fc.date({ min: after(NOW, -DAY), max: after(NOW, 30 * DAY), noInvalidDate: true })),
    });
    fc.assert(
      fc.property(message, fc.double({ min: 0, max: 1, noNaN: true }), ({ attempts, usefulUntil }, chance) => {
        const next = nextAttemptAt({ attempts, usefulUntil }, NOW, () => chance);
        if (!next) return;
        expect(next.getTime() - NOW.getTime()).toBeGreaterThanOrEqual(24 * SECOND);
        expect(next.getTime() - NOW.getTime()).toBeLessThanOrEqual(7.2 * HOUR);
        if (usefulUntil) expect(next.getTime()).toBeLessThan(usefulUntil.getTime());
      }),
    );
  });
});
