import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../kernel/clock.ts';
import { everyKeyOf, keysOf, lockLife } from './guess-rule.ts';

describe('what a guess counts in', () => {
  const anna = { accountId: 'acc_1', addressHash: 'abc', deviceHash: null };
  it.each([
    ['a password of a stranger', anna, 'proof', ['account:acc_1', 'address:abc'], ['account:acc_1', 'address:abc']],
    ['a password for nobody', { ...anna, accountId: null }, 'proof', ['address:abc'], ['address:abc']],
    ['a code of a stranger', anna, 'code', ['account:acc_1', 'address:abc'], []],
    ['a known browser', { ...anna, deviceHash: 'd' }, 'proof', ['device:acc_1:d'], ['device:acc_1:d']],
    ['a second step', anna, 'second', ['account:acc_1', 'second-account:acc_1'], ['second-account:acc_1']],
    [
      'a second step in a known browser',
      { ...anna, deviceHash: 'd' },
      'second',
      ['device:acc_1:d', 'second-device:acc_1:d'],
      ['second-device:acc_1:d'],
    ],
  ] as const)('%s', (_what, who, kind, counted, locking) => {
    expect(keysOf(who, kind)).toMatchObject({ counted, locking });
  });

  it('of an account is told whole, so that one press unlocks all of it', () => {
    expect(everyKeyOf('acc_1', ['abc', 'def'], 'd').sort()).toEqual([
      'account:acc_1',
      'address:abc',
      'address:def',
      'device:acc_1:d',
      'second-account:acc_1',
      'second-device:acc_1:d',
    ]);
  });
});

describe('a lock', () => {
  it.each([
    [0, 15 * MINUTE],
    [1, 30 * MINUTE],
    [2, HOUR],
    [6, 16 * HOUR],
    [7, 24 * HOUR],
    [100, 24 * HOUR],
  ])('after %i others takes %i ms', (before, life) => {
    expect(lockLife(before)).toBe(life);
  });
});
