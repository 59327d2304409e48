import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathered } from './gathered.ts';

describe('lookups that are gathered', () => {
  it('leave together when they are asked in one turn, and each gets its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const double = gathered(async (keys: readonly number[]) => {
      asked.push(keys);
      return keys.map((key) => key * 2);
    });
    expect(await Promise.all([double(1), double(2), double(2)])).toEqual([2, 4, 4]);
    expect(asked).toEqual([[1, 2, 2]]);
  });

  it('read anew each time: what changed since counts', async () => {
    let value = 'before';
    const read = gathered(async (keys: readonly string[]) => keys.map(() => value));
    expect(await read('a')).toBe('before');
    value = 'after';
    expect(await read('a')).toBe('after');
  });

  it('do not wait for those that are under way', async () => {
    const open: (() => void)[] = [];
    const slow = gathered(async (keys: readonly number[]) => {
      await new Promise<void>((resolve) => open.push(resolve));
      return [...keys];
    });
    const first = slow(1);
    await turn();
    const second = slow(2);
    await turn();
    expect(open.length).toBe(2);
    open[1]?.();
    expect(await second).toBe(2);
    open[0]?.();
    expect(await first).toBe(1);
  });

  it('fail together, and the next ones are asked anew', async () => {
    let broken = true;
    const look = gathered(async (keys: readonly number[]) => {
      if (broken) throw new Error('away');
      return [...keys];
    });
    const ends = await Promise.allSettled([look(1), look(2)]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await look(3)).toBe(3);
  });

  it('are split where they would be too many for one statement', async () => {
    const sizes: number[] = [];
    const look = gathered(async (keys: readonly number[]) => {
      sizes.push(keys.length);
      return [...keys];
    });
    const keys = Array.from({ length: 150 }, (_, index) => index);
    expect(await Promise.all(keys.map(look))).toEqual(keys);
    expect(sizes).toEqual([64, 64, 22]);
  });
});
