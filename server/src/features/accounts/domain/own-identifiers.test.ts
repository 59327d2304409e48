import { describe, expect, it } from 'vitest';
import { hangsOnOneNumber, isRemovable, type OwnIdentifier } from './own-identifiers.ts';

const mail = (id: string, verified = true): OwnIdentifier => ({ id, kind: 'email', verified });
const number = (id: string, verified = true): OwnIdentifier => ({ id, kind: 'phone', verified });

describe('an address can be removed', () => {
  it.each([
    ['the only one', [mail('a')], false],
    ['with another address', [mail('a'), mail('b')], true],
    ['with a number', [mail('a'), number('b')], true],
    ['with another that nobody has proven', [mail('a'), mail('b', false)], false],
    ['not proven itself', [mail('a', false), mail('b')], true],
    ['of somebody else', [mail('b')], false],
  ] as const)('%s', (_what, all, expected) => {
    expect(isRemovable(all, 'a')).toBe(expected);
  });
});

describe('everything hangs on one number', () => {
  it.each([
    ['a number alone', [number('a')], 0, true],
    ['a number and a passkey', [number('a')], 1, false],
    ['two numbers', [number('a'), number('b')], 0, false],
    ['a number and an address that is not proven', [number('a'), mail('b', false)], 0, true],
    ['an address alone', [mail('a')], 0, false],
  ] as const)('%s', (_what, all, passkeys, expected) => {
    expect(hangsOnOneNumber(all, passkeys)).toBe(expected);
  });
});
