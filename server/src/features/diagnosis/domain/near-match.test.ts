import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearnessOf } from './near-match.ts';

describe('how far two texts are from each other', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'abcd', 1],
    ['abc', 'axc', 1],
    ['kitten', 'sitting', 3],
    ['abcdef', 'uvwxyz', 4],
  ])('%s and %s: %i', (one, other, distance) => {
    expect(editDistance(one, other, 3)).toBe(distance);
  });

  it('is the same from both sides, and nothing only between a text and itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
        expect(editDistance(one, other, 5)).toBe(editDistance(other, one, 5));
        expect(editDistance(one, other, 5) === 0).toBe(one === other);
      }),
    );
  });
});

describe('nearly the same address', () => {
  it.each([
    ['willy@gmial.com', 'willy@gmail.com', 'domain'],
    ['wlily@urs.example', 'willy@urs.example', 'swapped'],
    ['wily@urs.example', 'willy@urs.example', 'one-letter'],
    ['willy@urs.pl', 'willy@urs.com', 'top-level-domain'],
    ['willy@urs.com', 'willy@urs.com.tw', 'top-level-domain'],
    ['willy@urs.com.pl', 'willy@urs.com.tw', 'top-level-domain'],
    ['willy@urs.com', 'willy@urs.example.com', null],
    ['+48601234576', '+48601234567', 'digits-swapped'],
    ['+4860123456', '+48601234567', 'one-digit'],
    ['+48601234568', '+48601234567', 'one-digit'],
    ['+48601234567', '+48601234567', null],
    ['+48601234567', '+886912345678', null],
    ['willy@urs.com', 'willy@urs.com.tw', 'top-level-domain'],
    ['willy@urs.com.pl', 'willy@urs.com.tw', 'top-level-domain'],
    ['willy@urs.com', 'willy@urs.example.com', null],
    ['+48601234576', '+48601234567', 'digits-swapped'],
    ['+4860123456', '+48601234567', 'one-digit'],
    ['+48601234568', '+48601234567', 'one-digit'],
    ['+48601234567', '+48601234567', null],
    ['+48601234567', '+886912345678', null],
    ['w.illy@urs.example', 'willy+news@urs.example', 'same-mailbox'],
    ['willy@urs.example', 'willy@urs.example', null],
    ['willy@urs.example', 'olga@urs.example', null],
    ['wily@urs.example', 'willy@other.example', null],
  ])('%s and %s', (typed, known, nearness) => {
    expect(nearnessOf(typed, known)).toBe(nearness);
  });
});
