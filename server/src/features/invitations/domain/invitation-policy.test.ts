import { ROLES, type Role } from '@gatehouse/contract/roles';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantableRoles, mayGrant } from './invitation-policy.ts';

describe('nobody gives more than they have [A10]', () => {
  it.each<[Role, Role[]]>([
    ['owner', ['owner', 'administrator', 'inviter', 'support', 'member']],
    ['administrator', ['administrator', 'inviter', 'support', 'member']],
    ['inviter', ['member']],
    ['support', []],
    ['member', []],
  ])('%s may grant %j', (held, granted) => {
    expect(grantableRoles([held])).toEqual(granted);
  });

  const anyRoles = fc.subarray([...ROLES]);

  it('for any roles: the highest granted is never above the highest held', () => {
    fc.assert(
      fc.property(anyRoles, anyRoles, (held, wanted) => {
        fc.pre(wanted.length > 0 && mayGrant(held, wanted));
        const rank = (roles: readonly Role[]) => Math.min(...roles.map((role) => ROLES.indexOf(role)));
        expect(rank(wanted)).toBeGreaterThanOrEqual(rank(held));
      }),
    );
  });

  it('one role too high refuses all of them', () => {
    expect(mayGrant(['administrator'], ['member', 'owner'])).toBe(false);
    expect(mayGrant(['administrator'], ['member', 'inviter'])).toBe(true);
  });

  it('more roles never allow less', () => {
    fc.assert(
      fc.property(anyRoles, fc.constantFrom(...ROLES), (held, more) => {
        expect(grantableRoles([...held, more])).toEqual(expect.arrayContaining(grantableRoles(held)));
      }),
    );
  });
});
