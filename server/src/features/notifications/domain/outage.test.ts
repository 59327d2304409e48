import { describe, expect, it } from 'vitest';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { createOutageWatch } from './outage.ts';

const START = new Date('2026-11-26T10:00:00Z');
const at = (minutes: number) => after(START, minutes * MINUTE);

describe('the end of an outage', () => {
  it.each<[string, readonly boolean[], number | null]>([
    ['nothing was wrong', [false], null],
    ['one recipient’s server had its reasons', [true, true, false], null],
    ['three in a row', [true, true, true, false], 0],
    ['counted anew after each success', [true, true, false, true, false], null],
    ['began after the last success', [false, true, true, true, true, false], 1],
    ['goes on', [true, true, true, true], null],
  ])('%s', (_name, putOff, began) => {
    const watch = createOutageWatch();
    const told = putOff.map((one, minute) => watch.note(one, at(minute)));
    expect(told.at(-1)).toEqual(began === null ? null : at(began));
    expect(told.slice(0, -1).every((one) => one === null)).toBe(true);
  });
});
