import { describe, expect, it } from 'vitest';
import { mayChange, mayMove, nameKey } from './view-policy.ts';

const owner = { accountId: 'acc_1', mayShare: false };
const manager = { accountId: 'acc_2', mayShare: true };

describe('a view', () => {
  it.each([
    ['own, by its owner', false, owner, true],
    ['own, by a manager', false, manager, false],
    ['shared, by whoever shared it but may not any more', true, owner, false],
    ['shared, by a manager', true, manager, true],
  ])('%s: may be changed %s', (_what, shared, by, allowed) => {
    expect(mayChange({ ownerId: 'acc_1', shared }, by)).toBe(allowed);
  });

  it('becomes everybody’s, or one’s own, by its owner alone', () => {
    expect(mayMove({ ownerId: 'acc_2' }, manager)).toBe(true);
    expect(mayMove({ ownerId: 'acc_1' }, manager)).toBe(false);
    expect(mayMove({ ownerId: 'acc_1' }, owner)).toBe(false);
  });

  it('has the same name in other letters', () => {
    expect(nameKey('ＢＯＵＮＣＥＤ Łódź')).toBe(nameKey('Bounced łódź'));
    expect(nameKey('退回')).not.toBe(nameKey('退件'));
  });
});
