import { ROLES, type Role } from '@gatehouse/contract/roles';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayTouch, orderedRoles } from './membership.ts';

describe('who touches whom', () => {
  it.each<[Role[], Role[], boolean]>([
    [['owner'], ['owner'], true],
    [['owner'], ['administrator'], true],
    [['administrator'], ['owner'], false],
    [['administrator'], ['member', 'owner'], false],
    [['administrator'], ['administrator'], true],
    [['administrator'], ['support'], true],
    [[], ['member'], false],
  ])('%j, %j: %s', (held, target, may) => {
    expect(mayTouch(held, target)).toBe(may);
  });

  it('for any roles: who may touch somebody holds the highest role that they hold, or a higher one', () => {
    const any = fc.subarray([...ROLES], { minLength: 1 });
    fc.assert(
      fc.property(any, any, (held, target) => {
        const highest = ROLES.findIndex((role) => target.includes(role));
        expect(mayTouch(held, target)).toBe(held.some((role) => ROLES.indexOf(role) <= highest));
      }),
    );
  });

  it('keeps roles once, highest first', () => {
    expect(orderedRoles(['member', 'owner', 'member'])).toEqual(['owner', 'member']);
  });
});
