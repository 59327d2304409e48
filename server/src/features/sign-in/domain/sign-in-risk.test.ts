import { expect, it } from 'vitest';
import { noticeOf, type SignInFacts } from './sign-in-risk.ts';

const usual: SignInFacts = { isKnownDevice: true, hasHistory: true, isKnownNetwork: true, recentFailures: 0 };

it.each([
  ['a known browser', {}, null],
  ['a known browser on a new network, after failures', { isKnownNetwork: false, recentFailures: 9 }, null],
  ['the first of an account', { isKnownDevice: false, hasHistory: false, isKnownNetwork: null }, null],
  ['a new browser', { isKnownDevice: false }, 'new-sign-in'],
  ['a new browser, nothing to compare with', { isKnownDevice: false, isKnownNetwork: null }, 'new-sign-in'],
  ['a new browser on a new network', { isKnownDevice: false, isKnownNetwork: false }, 'risky-sign-in'],
  ['a new browser after two failures', { isKnownDevice: false, recentFailures: 2 }, 'new-sign-in'],
  ['a new browser after three failures', { isKnownDevice: false, recentFailures: 3 }, 'risky-sign-in'],
] as const)('%s', (_what, over, notice) => {
  expect(noticeOf({ ...usual, ...over })).toBe(notice);
});
