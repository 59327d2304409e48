import { describe, expect, it } from 'vitest';
import { mayDecide, warningsOf } from './recovery.ts';

describe('who decides about a lost second step', () => {
  it.each([
    ['an owner about an owner', ['owner'], ['owner'], true],
    ['an administrator about a member', ['administrator'], ['member'], true],
    ['an administrator about an administrator', ['administrator'], ['administrator'], false],
    ['an administrator about an owner', ['administrator'], ['owner'], false],
    ['support about a member', ['support'], ['member'], false],
  ] as const)('%s', (_what, by, of, expected) => {
    expect(mayDecide({ id: 'acc_1', roles: [...by] }, { id: 'acc_2', roles: [...of] })).toBe(expected);
    expect(mayDecide({ id: 'acc_2', roles: [...by] }, { id: 'acc_2', roles: [...of] })).toBe(false);
  });
});

it('warns of what is unusual', () => {
  const usual = { provenBy: ['password'], knownBrowser: true, addressChanged: false, roles: ['member' as const] };
  expect(warningsOf(usual)).toEqual([]);
  expect(warningsOf({ provenBy: ['email-code'], knownBrowser: false, addressChanged: true, roles: ['owner'] })).toEqual(
    ['mailed-code', 'unknown-browser', 'address-changed', 'runs-organization'],
  );
});
