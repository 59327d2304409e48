import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

describe('ids', () => {
  it('say what they are of, and nothing that must be escaped', () => {
    expect(newId('inv')).toMatch(/^inv_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('sort by age in the "C" collation', () => {
    const time = fc.date({ min: new Date(0), max: new Date('2400-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (one, other) => {
        fc.pre(one.getTime() < other.getTime());
        expect(newId('org', one) < newId('org', other)).toBe(true);
      }),
    );
  });

  it('of one millisecond have nothing in common but the time', () => {
    const now = new Date();
    const ids = Array.from({ length: 1000 }, () => newId('acc', now));
    expect(new Set(ids).size).toBe(1000);
    // 48 bits of time are nine characters and three bits: the random part starts after the tenth.
    const random = ids.map((id) => id.slice('acc_'.length + 10));
    for (let place = 0; place < 15; place++) expect(new Set(random.map((text) => text[place])).size).toBe(32);
  });
});
